// Many callers at once against a budget that is soon used up.
#include "integration/harness/books.hpp"
#include "integration/harness/eventually.hpp"
#include "integration/harness/stage.hpp"
#include "integration/harness/together.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

namespace bellwether::integration {

namespace {

constexpr std::size_t at_once = 256;
constexpr std::size_t requests = 1024;
constexpr std::int64_t dollar = 1'000'000'000;

json tight(json models_and_more) {
  models_and_more["budgets"] =
      json::array({{{"name", "tight"},
                    {"limit_usd", 1},
                    {"period", "none"},
                    {"thresholds_percent", {50, 100}}}});
  return models_and_more;
}

/// gpt-4.1 alone, so dear that a dollar is gone after some hundred answers.
json dear() {
  return tight(
      {{"models", json::array({{{"name", "gpt-4.1"},
                                {"provider", "openai"},
                                {"max_output_tokens", 64},
                                {"price", {{"flat_usd_per_mtok", 100}}}}})},
       {"routes",
        {{"alone", {{"candidates", {"gpt-4.1"}}}},
         {"auto", nullptr},
         {"pair", nullptr}}}});
}

struct outcome {
  int status = 0;
  std::string code;
  std::int64_t cost = 0;
};

/// Every second one is a stream.
std::vector<outcome> storm(const stage& at, const json& more) {
  return together(requests, at_once, [&](std::size_t i) {
    const auto got =
        i % 2 == 0 ? at.chat("alone", more) : at.stream("alone", more);
    outcome out;
    out.status = got.status;
    if (got.status == 200)
      out.cost = nanos(i % 2 == 0 ? got.header("x-bellwether-cost-usd")
                                  : got.trailer("x-bellwether-cost-usd"));
    else
      out.code = got.error("code");
    return out;
  });
}

std::int64_t sum_of(const std::vector<outcome>& all) {
  std::int64_t sum = 0;
  for (const auto& each : all)
    sum += each.cost;
  return sum;
}

void check_refusals(const std::vector<outcome>& all) {
  for (const auto& each : all)
    if (each.status != 200) {
      REQUIRE(each.status == 402);
      REQUIRE(each.code == "budget_exceeded");
    }
}

} // namespace

TEST_CASE("256 callers at once do not spend a nano-dollar above a hard budget",
          "[integration][budget]") {
  const stage at{dear()};
  at.sim.behave("openai", {{"tokens", 20}, {"latency_ms", 20}});
  const auto all = storm(at, {{"max_tokens", 20}});
  check_refusals(all);
  const auto cost = std::ranges::max(all, {}, &outcome::cost).cost;
  const auto spent = sum_of(all);
  CHECK(spent <= dollar);
  // Estimates were exact, so all of it could be used.
  CHECK(spent > dollar - cost);
  REQUIRE(eventually(
      [&] { return budget_of(at.daemon, "tight")["reserved_usd"] == 0.0; }));
  const auto budget = budget_of(at.daemon, "tight");
  CHECK(nanos(budget["spent_usd_exact"]) == spent);
}

TEST_CASE("a hard budget is overspent by no more than misestimates in flight",
          "[integration][budget]") {
  const stage at{dear()};
  // From 12 to 64 tokens: what nineteen of twenty answers need is reserved.
  at.sim.behave("openai", {{"latency_ms", 20}});
  const auto all = storm(at, json::object());
  check_refusals(all);
  const auto longest = std::ranges::max(all, {}, &outcome::cost).cost;
  const auto spent = sum_of(all);
  CHECK(spent > dollar * 9 / 10);
  CHECK(spent <= dollar + static_cast<std::int64_t>(at_once) * longest);
}

} // namespace bellwether::integration
