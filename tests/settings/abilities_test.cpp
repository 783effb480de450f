#include "settings/configuration.hpp"

#include <catch2/catch.hpp>

#include <chrono>

using namespace bellwether;
using namespace bellwether::settings;
using namespace std::chrono_literals;
using test::json;
using test::lines;
using test::minimal;
using test::minimal_with;
using test::problems_of;

namespace {

json of_kind(const char* kind) {
  return minimal_with("/providers/here/kind", kind);
}

domain::deployment first(const json& config) {
  return test::load(config).catalog.deployments.at(0);
}

lines claiming(const char* kind, const char* feature) {
  auto config = of_kind(kind);
  config["models"][0]["capabilities"] = {feature};
  return problems_of(config);
}

} // namespace

TEST_CASE("the kind decides what its format can carry",
          "[settings][abilities]") {
  for (const auto* kind : {"openai", "openai_compatible"})
    CHECK(first(of_kind(kind)).capabilities == domain::capabilities{});
  const auto claude = first(of_kind("anthropic")).capabilities;
  CHECK(claude.remote_images);
  CHECK(claude.documents);
  CHECK_FALSE(claude.many_choices);
  const auto gemini = first(of_kind("gemini")).capabilities;
  CHECK_FALSE(gemini.remote_images);
  CHECK(gemini.documents);
  CHECK(gemini.many_choices);
  const auto deepseek = first(of_kind("deepseek")).capabilities;
  CHECK_FALSE(deepseek.documents);
  CHECK_FALSE(deepseek.many_choices);
}

TEST_CASE("a model cannot do what its provider's format cannot carry",
          "[settings][abilities]") {
  CHECK(claiming("anthropic", "audio")
        == lines{"models[0].capabilities: holds \"audio\", which provider "
                 "here of kind anthropic cannot take; must be tools, vision or "
                 "json_schema"});
  CHECK(claiming("deepseek", "json_schema")
        == lines{"models[0].capabilities: holds \"json_schema\", which "
                 "provider here of kind deepseek cannot take; must be tools"});
  CHECK(claiming("deepseek", "vision").size() == 1);
  CHECK(claiming("deepseek", "audio").size() == 1);
  for (const auto* feature : {"tools", "vision", "json_schema"})
    CHECK(claiming("anthropic", feature).empty());
  for (const auto* feature : {"tools", "vision", "audio", "json_schema"})
    CHECK(claiming("gemini", feature).empty());
}

TEST_CASE("a model says how it thinks and what it takes",
          "[settings][abilities]") {
  const auto plain = first(minimal()).traits;
  CHECK(plain == domain::model_traits{});
  auto config = minimal();
  config["models"][0].update({{"reasoning", "budget"},
                              {"sampling", false},
                              {"replays_reasoning", true}});
  const auto read = first(config).traits;
  CHECK(read.reasoning == domain::reasoning_control::budget);
  CHECK(read.sampling == false);
  CHECK(read.replays_reasoning == true);
  CHECK(problems_of(minimal_with("/models/0/sampling", "no"))
        == lines{"models[0].sampling: is \"no\", must be true or false"});
  CHECK(problems_of(minimal_with("/models/0/reasoning", "budgte"))
        == lines{"models[0].reasoning: is \"budgte\", must be automatic, "
                 "none, effort, budget, adaptive or level; did you mean "
                 "`budget`?"});
}

TEST_CASE("a model's limits of streams go over its provider's, one by one",
          "[settings][abilities]") {
  auto config = minimal();
  config["providers"]["here"]["stream"] = {{"first_token_ms", 1},
                                           {"between_tokens_ms", 2},
                                           {"min_tokens_per_second", 3},
                                           {"rate_window_ms", 4000},
                                           {"total_ms", 5}};
  config["models"].push_back(
      {{"name", "own"},
       {"provider", "here"},
       {"stream", {{"first_token_ms", 0}, {"total_ms", 6}}}});
  const auto read = test::load(config);
  const domain::stream_limits all{1ms, 2ms, 3, 4000ms, 5ms};
  CHECK(read.providers[0].streams == all);
  CHECK(read.catalog.deployments[0].streams == all);
  CHECK(read.catalog.deployments[1].streams
        == domain::stream_limits{0ms, 2ms, 3, 4000ms, 6ms});
  CHECK(first(minimal()).streams == domain::stream_limits{});
  CHECK(problems_of(minimal_with("/models/0/stream", {{"rate_window_ms", 999}}))
        == lines{"models[0].stream.rate_window_ms: is 999, must be a whole "
                 "number from 1000 to 600000 ms"});
  CHECK(problems_of(minimal_with("/models/0/stream", {{"first_byte_ms", 1}}))
            .size()
        == 1);
}

TEST_CASE("a model is for chat unless it says embeddings",
          "[settings][abilities]") {
  CHECK(first(minimal()).task == domain::task::chat);
  for (const auto* kind : {"openai", "gemini", "openai_compatible"}) {
    auto config = of_kind(kind);
    config["models"][0]["task"] = "embeddings";
    CHECK(first(config).task == domain::task::embeddings);
  }
  for (const std::string kind : {"anthropic", "deepseek"}) {
    auto config = of_kind(kind.c_str());
    config["models"][0]["task"] = "embeddings";
    CHECK(problems_of(config)
          == lines{"models[0].task: is \"embeddings\", must be chat: provider "
                   "here is of kind "
                   + kind + ", which has no embeddings"});
  }
}
