#include "domain/any.hpp"
#include "domain/plan.hpp"
#include "domain/support.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>
#include <rapidcheck/catch.h>
#include <utility>

namespace bellwether::domain {

namespace {

request_facts chat(std::int64_t chars = 4) {
  request_facts f;
  f.model = "auto";
  f.prompt_chars = chars;
  return f;
}

// Prices of input and output tell different stories.
price output_price(double usd) {
  price p = price::flat(money::usd(1));
  p.output = money::usd(usd);
  return p;
}

} // namespace

TEST_CASE("cheaper models are those with a lower output price, dearest first",
          "[domain][plan][budget]") {
  const catalog c = tutorial_catalog();
  CHECK(cheaper_than(c, chat(), 3) == plan{2, 1, 0});
  CHECK(cheaper_than(c, chat(), 1) == plan{0});
  CHECK(cheaper_than(c, chat(), 0).empty());
}

TEST_CASE("the output price decides, not the input's",
          "[domain][plan][budget]") {
  catalog c = tutorial_catalog();
  c.deployments[0].price = output_price(100);
  c.deployments[0].price->input = money{};
  CHECK(cheaper_than(c, chat(), 3) == plan{2, 1});
}

TEST_CASE("models of one output price come by their priority",
          "[domain][plan][budget]") {
  catalog c = tutorial_catalog();
  for (deployment& d : c.deployments)
    d.price = output_price(2);
  c.deployments[0].price = output_price(3);
  c.deployments[1].priority = 9;
  CHECK(cheaper_than(c, chat(), 0) == plan{2, 3, 1});
  c.deployments[2].priority = c.deployments[3].priority;
  CHECK(cheaper_than(c, chat(), 0) == plan{2, 3, 1});
  CHECK(cheaper_than(c, chat(), 1).empty());
}

TEST_CASE("a model without a price is never the cheaper one",
          "[domain][plan][budget]") {
  catalog c = tutorial_catalog();
  c.deployments[1].price.reset();
  CHECK(cheaper_than(c, chat(), 3) == plan{2, 0});
}

TEST_CASE("all that have a price are cheaper than one without",
          "[domain][plan][budget]") {
  catalog c = tutorial_catalog();
  c.deployments[1].price.reset();
  CHECK(cheaper_than(c, chat(), 1) == plan{3, 2, 0});
}

TEST_CASE("a cheaper model must be able to carry the request",
          "[domain][plan][budget]") {
  catalog c = tutorial_catalog();
  SECTION("by what it can do") {
    request_facts f = chat();
    f.vision = true;
    CHECK(cheaper_than(c, f, 3).empty());
    c.deployments[1].capabilities.vision = true;
    CHECK(cheaper_than(c, f, 3) == plan{1});
  }
  SECTION("by its context window") {
    CHECK(cheaper_than(c, chat(4 * 64'000), 3) == plan{2, 1});
    CHECK(cheaper_than(c, chat(4 * 64'001), 3) == plan{2});
  }
  SECTION("by its task") {
    c.deployments[2].task = task::embeddings;
    CHECK(cheaper_than(c, chat(), 3) == plan{1, 0});
  }
}

TEST_CASE("embeddings keep to their model whatever it costs",
          "[domain][plan][budget]") {
  catalog c = tutorial_catalog();
  for (deployment& d : c.deployments)
    d.task = task::embeddings;
  request_facts f = chat();
  f.task = task::embeddings;
  CHECK(cheaper_than(c, f, 3).empty());
}

TEST_CASE("each cheaper model is cheaper, and none dearer than the one before",
          "[domain][plan][budget]") {
  rc::prop("for any prices", [] {
    catalog c = tutorial_catalog();
    for (deployment& d : c.deployments) {
      d.price.reset();
      if (any_of(0, 4) != 0)
        d.price = output_price(any_of(0, 4));
    }
    const auto than = any_of<std::size_t>(0, 4);
    const auto& dear = c.deployments[than].price;
    const plan p = cheaper_than(c, chat(), than);
    for (const std::size_t i : p) {
      const auto& cheap = c.deployments[i].price;
      RC_ASSERT(cheap.has_value());
      if (dear)
        RC_ASSERT(cheap->output < dear->output);
    }
    RC_ASSERT(std::ranges::is_sorted(
        p, std::ranges::greater{},
        [&](std::size_t i) { return c.deployments[i].price->output; }));
    const auto cheaper =
        std::ranges::count_if(c.deployments, [&](const deployment& d) {
          return d.price && (!dear || d.price->output < dear->output);
        });
    RC_ASSERT(std::cmp_equal(p.size(), cheaper));
  });
}

} // namespace bellwether::domain
