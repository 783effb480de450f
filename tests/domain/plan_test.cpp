#include "domain/plan.hpp"

#include "domain/support.hpp"

#include <catch2/catch.hpp>

namespace bellwether::domain {

namespace {

using names = std::vector<std::string>;

request_facts ask(std::string model, std::int64_t chars = 4) {
  request_facts f;
  f.model = std::move(model);
  f.prompt_chars = chars;
  return f;
}

names plan_names(const catalog& c, const request_facts& facts) {
  const auto made = make_plan(c, facts);
  REQUIRE(std::holds_alternative<plan>(made));
  names out;
  for (const std::size_t i : std::get<plan>(made))
    out.push_back(c.deployments[i].name);
  return out;
}

plan_refusal refused(const catalog& c, const request_facts& facts) {
  const auto made = make_plan(c, facts);
  REQUIRE(std::holds_alternative<plan_refusal>(made));
  return std::get<plan_refusal>(made);
}

catalog with_strategy(strategy s) {
  catalog c = tutorial_catalog();
  c.routes["auto"].strategy = s;
  return c;
}

} // namespace

TEST_CASE("the tier follows the estimated tokens", "[domain][plan]") {
  const complexity_thresholds t;
  CHECK(required_tier(t, 0) == tier::economy);
  CHECK(required_tier(t, 499) == tier::economy);
  CHECK(required_tier(t, 500) == tier::standard);
  CHECK(required_tier(t, 1'999) == tier::standard);
  CHECK(required_tier(t, 2'000) == tier::premium);
}

TEST_CASE("a route by complexity goes to its tier, then up, then down",
          "[domain][plan]") {
  const catalog c = tutorial_catalog();
  CHECK(plan_names(c, ask("auto", 100))
        == names{"deepseek-v3.2", "gemini-2.5-flash", "gpt-4.1",
                 "claude-sonnet-4.5"});
  CHECK(plan_names(c, ask("auto", 4'000))
        == names{"gemini-2.5-flash", "gpt-4.1", "claude-sonnet-4.5",
                 "deepseek-v3.2"});
  CHECK(plan_names(c, ask("auto", 8'000))
        == names{"gpt-4.1", "claude-sonnet-4.5", "gemini-2.5-flash",
                 "deepseek-v3.2"});
}

TEST_CASE("the other strategies order as they say", "[domain][plan]") {
  SECTION("priority") {
    catalog c = with_strategy(strategy::priority);
    c.deployments[3].priority = 1;
    c.deployments[0].priority = 9;
    CHECK(plan_names(c, ask("auto", 9'000))
          == names{"claude-sonnet-4.5", "gemini-2.5-flash", "gpt-4.1",
                   "deepseek-v3.2"});
  }
  SECTION("cost, with what has no price last") {
    catalog c = with_strategy(strategy::cost);
    c.deployments[0].price.reset();
    c.deployments[3].price->output = money::usd(1);
    CHECK(plan_names(c, ask("auto"))
          == names{"claude-sonnet-4.5", "gemini-2.5-flash", "gpt-4.1",
                   "deepseek-v3.2"});
  }
  SECTION("listed") {
    catalog c = with_strategy(strategy::listed);
    c.routes["auto"].candidates = {"gpt-4.1", "deepseek-v3.2"};
    CHECK(plan_names(c, ask("auto")) == names{"gpt-4.1", "deepseek-v3.2"});
  }
}

TEST_CASE("a model's deployments go by priority, equal ones as listed",
          "[domain][plan]") {
  catalog c;
  c.providers = {"p0", "p1", "p2"};
  c.deployments = {model("m", 0, tier::standard, 2),
                   model("m", 1, tier::standard, 1),
                   model("m", 2, tier::standard, 2)};
  CHECK(std::get<plan>(make_plan(c, ask("m"))) == plan{1, 0, 2});
}

TEST_CASE("a route wins over a model of the same name", "[domain][plan]") {
  catalog c = tutorial_catalog();
  c.routes["gpt-4.1"].candidates = {"claude-sonnet-4.5"};
  CHECK(plan_names(c, ask("gpt-4.1")) == names{"claude-sonnet-4.5"});
}

TEST_CASE("fallbacks come breadth first, each deployment once",
          "[domain][plan]") {
  catalog c = tutorial_catalog();
  c.deployments[3].fallbacks = {"gpt-4.1", "gemini-2.5-flash"};
  c.deployments[2].fallbacks = {"deepseek-v3.2", "claude-sonnet-4.5"};
  CHECK(plan_names(c, ask("claude-sonnet-4.5"))
        == names{"claude-sonnet-4.5", "gpt-4.1", "gemini-2.5-flash",
                 "deepseek-v3.2"});
}

TEST_CASE("a fallback route is ordered by its own strategy", "[domain][plan]") {
  catalog c = with_strategy(strategy::cost);
  c.deployments[2].fallbacks = {"auto"};
  CHECK(plan_names(c, ask("gpt-4.1", 9'000))
        == names{"gpt-4.1", "deepseek-v3.2", "gemini-2.5-flash",
                 "claude-sonnet-4.5"});
  c.routes["auto"].strategy = strategy::complexity;
  CHECK(plan_names(c, ask("gpt-4.1", 9'000))
        == names{"gpt-4.1", "claude-sonnet-4.5", "gemini-2.5-flash",
                 "deepseek-v3.2"});
}

TEST_CASE("a cyclic fallback graph still gives a plan", "[domain][plan]") {
  catalog c = tutorial_catalog();
  c.deployments[2].fallbacks = {"claude-sonnet-4.5"};
  c.deployments[3].fallbacks = {"gpt-4.1"};
  CHECK(plan_names(c, ask("gpt-4.1")) == names{"gpt-4.1", "claude-sonnet-4.5"});
}

TEST_CASE("candidates that lack a capability are left out", "[domain][plan]") {
  catalog c = tutorial_catalog();
  c.deployments[2].capabilities.vision = true;
  request_facts f = ask("auto");
  f.vision = true;
  CHECK(plan_names(c, f) == names{"gpt-4.1"});
}

TEST_CASE("a capability that nobody has is named", "[domain][plan]") {
  catalog c = tutorial_catalog();
  request_facts f = ask("auto");
  f.audio = true;
  f.tools = true;
  const plan_refusal r = refused(c, f);
  CHECK(r.why == plan_refusal::reason::lacks_capability);
  CHECK_THAT(r.detail,
             Catch::Contains("supports audio;") && Catch::Contains("`auto`"));
  f.audio = false;
  f.vision = true;
  f.json_schema = true;
  c.deployments[0].capabilities.vision = true;
  c.deployments[1].capabilities.json_schema = true;
  CHECK_THAT(refused(c, f).detail,
             Catch::Contains("all of tools, vision, json_schema at once"));
}

TEST_CASE("candidates whose window is too small are left out",
          "[domain][plan]") {
  const catalog c = tutorial_catalog();
  CHECK(plan_names(c, ask("auto", 512'000))
        == names{"gpt-4.1", "claude-sonnet-4.5"});
  CHECK(plan_names(c, ask("auto", 512'001)) == names{"claude-sonnet-4.5"});
}

TEST_CASE("a prompt that fits nowhere is told so with the figures",
          "[domain][plan]") {
  const plan_refusal r = refused(tutorial_catalog(), ask("auto", 1'000'000));
  CHECK(r.why == plan_refusal::reason::context_too_long);
  CHECK_THAT(r.detail, Catch::Contains("250000 tokens")
                           && Catch::Contains("200000 tokens"));
}

TEST_CASE("an unknown model is told the nearest one", "[domain][plan]") {
  const plan_refusal r = refused(tutorial_catalog(), ask("gpt4.1"));
  CHECK(r.why == plan_refusal::reason::unknown_model);
  CHECK(r.detail
        == "the model `gpt4.1` does not exist; did you mean `gpt-4.1`? "
           "GET /v1/models lists what is available");
  CHECK_THAT(refused(tutorial_catalog(), ask("llama-9")).detail,
             !Catch::Contains("did you mean"));
  CHECK_THAT(refused(tutorial_catalog(), ask("")).detail,
             Catch::Contains("does not name a model"));
  CHECK(refused(tutorial_catalog(), ask(std::string(99'999, 'x'))).detail.size()
        < 300);
}

TEST_CASE("a route whose models are all gone refuses", "[domain][plan]") {
  catalog c = tutorial_catalog();
  c.routes["empty"].candidates = {"switched-off"};
  const plan_refusal r = refused(c, ask("empty"));
  CHECK(r.why == plan_refusal::reason::unknown_model);
  CHECK_THAT(r.detail, Catch::Contains("switched on"));
}

TEST_CASE("a catalog knows its models and routes", "[domain][catalog]") {
  const catalog c = tutorial_catalog();
  CHECK(c.knows("auto"));
  CHECK(c.knows("gpt-4.1"));
  CHECK_FALSE(c.knows("gpt-4"));
  CHECK(to_string(tier::economy) == "economy");
  CHECK(to_string(tier::standard) == "standard");
  CHECK(to_string(tier::premium) == "premium");
  CHECK(to_string(strategy::complexity) == "complexity");
  CHECK(to_string(strategy::priority) == "priority");
  CHECK(to_string(strategy::cost) == "cost");
  CHECK(to_string(strategy::listed) == "listed");
}

TEST_CASE("an embeddings request goes to the deployments of one model only",
          "[domain][plan]") {
  catalog c;
  c.providers = {"a", "b"};
  for (const std::size_t provider : {0U, 1U}) {
    c.deployments.push_back(model("small-vectors", provider));
    c.deployments.back().task = task::embeddings;
  }
  c.deployments.push_back(model("other-vectors"));
  c.deployments.back().task = task::embeddings;
  c.deployments.front().fallbacks = {"other-vectors"};
  auto facts = ask("small-vectors");
  facts.task = task::embeddings;
  CHECK(plan_names(c, facts) == names{"small-vectors", "small-vectors"});
}

TEST_CASE("a model is asked for its own task only", "[domain][plan]") {
  auto c = tutorial_catalog();
  c.deployments.push_back(model("vectors"));
  c.deployments.back().task = task::embeddings;
  const auto chat = refused(c, ask("vectors"));
  CHECK(chat.why == plan_refusal::reason::lacks_capability);
  CHECK(chat.detail
        == "no model behind `vectors` chats: it makes embeddings, at POST "
           "/v1/embeddings");
  auto facts = ask("auto");
  facts.task = task::embeddings;
  CHECK(refused(c, facts).detail
        == "no model behind `auto` makes embeddings; ask for an embeddings "
           "model");
}

TEST_CASE("what a wire format cannot carry is not planned there",
          "[domain][plan]") {
  auto c = tutorial_catalog();
  c.deployments[1].capabilities.remote_images = false;
  c.deployments[1].capabilities.vision = true;
  c.deployments[2].capabilities.vision = true;
  auto facts = ask("auto");
  facts.vision = facts.remote_images = true;
  CHECK(plan_names(c, facts).size() == 1);
  for (auto& d : c.deployments)
    d.capabilities.many_choices = false;
  facts = ask("auto");
  facts.many_choices = true;
  CHECK(refused(c, facts).detail
        == "no model behind `auto` supports n above 1; ask for another model, "
           "or leave that out of the request");
}

} // namespace bellwether::domain
