#include "domain/plan.hpp"
#include "domain/support.hpp"

#include <catch2/catch.hpp>

namespace bellwether::domain {

namespace {

catalog chain(const std::vector<std::pair<std::string, std::string>>& edges) {
  catalog c;
  c.providers = {"p"};
  for (const auto& [from, to] : edges) {
    deployment d = model(from);
    if (!to.empty())
      d.fallbacks = {to};
    c.deployments.push_back(d);
  }
  return c;
}

} // namespace

TEST_CASE("a fallback graph without a cycle passes", "[domain][plan]") {
  CHECK(find_fallback_cycle({}).empty());
  CHECK(find_fallback_cycle(tutorial_catalog()).empty());
  CHECK(
      find_fallback_cycle(chain({{"a", "b"}, {"b", "c"}, {"c", ""}})).empty());
}

TEST_CASE("two ways to the same fallback are no cycle", "[domain][plan]") {
  catalog c = chain({{"a", "b"}, {"b", "d"}, {"c", "d"}, {"d", ""}});
  c.deployments[0].fallbacks = {"b", "c"};
  CHECK(find_fallback_cycle(c).empty());
}

TEST_CASE("a cycle is named along its way", "[domain][plan]") {
  CHECK(find_fallback_cycle(chain({{"a", "a"}})) == "a -> a");
  CHECK(find_fallback_cycle(chain({{"a", "b"}, {"b", "a"}})) == "a -> b -> a");
  // The way into the cycle is not part of it.
  CHECK(find_fallback_cycle(chain({{"x", "a"}, {"a", "b"}, {"b", "a"}}))
        == "a -> b -> a");
}

TEST_CASE("a cycle through a route is found", "[domain][plan]") {
  catalog c = chain({{"a", "r"}});
  c.routes["r"].fallbacks = {"a"};
  CHECK(find_fallback_cycle(c) == "r -> a -> r");
}

TEST_CASE("a cycle through the second deployment of a model is found",
          "[domain][plan]") {
  catalog c = chain({{"a", ""}, {"a", "b"}, {"b", "a"}});
  CHECK(find_fallback_cycle(c) == "a -> b -> a");
}

TEST_CASE("a route hides the fallbacks of a model with its name",
          "[domain][plan]") {
  catalog c = chain({{"a", "b"}, {"b", "a"}});
  c.routes["a"].candidates = {"a"};
  CHECK(find_fallback_cycle(c).empty());
}

TEST_CASE("candidates of a route are no fallback edges", "[domain][plan]") {
  catalog c = chain({{"a", "r"}});
  c.routes["r"].candidates = {"a"};
  CHECK(find_fallback_cycle(c).empty());
}

TEST_CASE("a chain of a thousand models is walked", "[domain][plan]") {
  std::vector<std::pair<std::string, std::string>> edges;
  edges.reserve(1'001);
  for (int i = 0; i < 1'000; ++i)
    edges.emplace_back(std::to_string(i), std::to_string(i + 1));
  CHECK(find_fallback_cycle(chain(edges)).empty());
  edges.emplace_back("1000", "0");
  CHECK_FALSE(find_fallback_cycle(chain(edges)).empty());
}

} // namespace bellwether::domain
