#include "domain/plan.hpp"
#include "domain/support.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <rapidcheck/catch.h>
#include <set>

namespace bellwether::domain {

namespace {

std::string any_name() {
  return std::string{"abcdef"}.substr(*rc::gen::inRange<std::size_t>(0, 6), 1);
}

std::vector<std::string> any_names() {
  std::vector<std::string> names(*rc::gen::inRange<std::size_t>(0, 4));
  std::ranges::generate(names, any_name);
  return names;
}

deployment any_deployment() {
  deployment d =
      model(any_name(), 0,
            *rc::gen::element(tier::economy, tier::standard, tier::premium),
            *rc::gen::inRange(1, 4));
  d.context_window = *rc::gen::element(100, 1'000, 10'000);
  d.capabilities.vision = *rc::gen::arbitrary<bool>();
  d.fallbacks = any_names();
  if (*rc::gen::arbitrary<bool>())
    d.price = price::flat(money::nanos(*rc::gen::inRange(0, 100)));
  return d;
}

catalog any_catalog() {
  catalog c;
  c.providers = {"p"};
  c.deployments.resize(*rc::gen::inRange<std::size_t>(1, 9));
  std::ranges::generate(c.deployments, any_deployment);
  for (int i = *rc::gen::inRange(0, 3); i > 0; --i)
    c.routes[any_name()] = {
        *rc::gen::element(strategy::complexity, strategy::priority,
                          strategy::cost, strategy::listed),
        any_names(), any_names()};
  return c;
}

request_facts any_request() {
  request_facts f;
  f.model = any_name();
  f.prompt_chars = *rc::gen::inRange(0, 50'000);
  f.vision = *rc::gen::arbitrary<bool>();
  return f;
}

} // namespace

TEST_CASE("a plan has no duplicates and only what can answer",
          "[domain][plan]") {
  rc::prop("of any catalog and request", [] {
    const catalog c = any_catalog();
    const request_facts f = any_request();
    const auto made = make_plan(c, f);
    if (const auto* refused = std::get_if<plan_refusal>(&made)) {
      RC_ASSERT_FALSE(refused->detail.empty());
      return;
    }
    const plan& p = std::get<plan>(made);
    RC_ASSERT_FALSE(p.empty());
    RC_ASSERT(std::set<std::size_t>(p.begin(), p.end()).size() == p.size());
    for (const std::size_t i : p) {
      RC_ASSERT(i < c.deployments.size());
      const deployment& d = c.deployments[i];
      RC_ASSERT(estimate_tokens(f.prompt_chars) <= d.context_window);
      RC_ASSERT(!f.vision || d.capabilities.vision);
    }
  });
}

TEST_CASE("who can answer under the asked-for name is always in the plan",
          "[domain][plan]") {
  rc::prop("of any model that no route hides", [] {
    const catalog c = any_catalog();
    const request_facts f = any_request();
    RC_PRE(!c.routes.contains(f.model));
    const auto made = make_plan(c, f);
    for (std::size_t i = 0; i < c.deployments.size(); ++i) {
      const deployment& d = c.deployments[i];
      if (d.name != f.model || (f.vision && !d.capabilities.vision)
          || estimate_tokens(f.prompt_chars) > d.context_window)
        continue;
      RC_ASSERT(std::holds_alternative<plan>(made));
      const plan& p = std::get<plan>(made);
      RC_ASSERT(std::ranges::find(p, i) != p.end());
    }
  });
}

TEST_CASE("a cycle that is found begins where it ends", "[domain][plan]") {
  rc::prop("of any catalog", [] {
    const std::string cycle = find_fallback_cycle(any_catalog());
    if (!cycle.empty()) {
      RC_ASSERT(cycle.size() >= 6U);
      RC_ASSERT(cycle.front() == cycle.back());
    }
  });
}

} // namespace bellwether::domain
