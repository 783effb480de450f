#include "domain/plan.hpp"
#include "settings/configuration.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace bellwether;
using namespace bellwether::settings;
using test::lines;

namespace {

const std::string folder = std::string{BELLWETHER_SOURCE_DIR} + "/config/";

bellwether::settings::settings shipped(const std::string& name,
                                       const test::variables& set) {
  auto loaded = load_file(folder + name, test::env_of(set));
  if (const auto* problems = std::get_if<std::vector<problem>>(&loaded))
    for (const auto& each : *problems)
      FAIL_CHECK(to_string(each));
  return std::get<bellwether::settings::settings>(std::move(loaded));
}

const test::variables all_keys{{"OPENAI_API_KEY", "k"},
                               {"ANTHROPIC_API_KEY", "k"},
                               {"GEMINI_API_KEY", "k"},
                               {"DEEPSEEK_API_KEY", "k"}};

lines names_of(const bellwether::settings::settings& s,
               const std::string& asked, std::int64_t chars) {
  domain::request_facts facts;
  facts.model = asked;
  facts.prompt_chars = chars;
  const auto planned = domain::make_plan(s.catalog, facts);
  lines out;
  for (const auto index : std::get<domain::plan>(planned))
    out.push_back(s.catalog.deployments[index].name);
  return out;
}

} // namespace

TEST_CASE("the shipped configuration is the tutorial's stack",
          "[settings][shipped]") {
  const auto read = shipped("bellwether.json", all_keys);
  CHECK(read.notes
        == lines{"alerts to ops are switched off: SLACK_WEBHOOK_URL is not set",
                 "alerts to oncall are switched off: PAGERDUTY_ROUTING_KEY is "
                 "not set",
                 "nobody may administrate: BELLWETHER_ADMIN_KEY is not set"});
  REQUIRE(read.providers.size() == 4);
  for (const auto& each : read.providers)
    CHECK(each.base_url == default_base_url(each.kind));
  CHECK(read.providers[1].kind == provider_kind::anthropic);
  CHECK(read.providers[2].kind == provider_kind::gemini);
  struct row {
    int priority;
    double usd;
    std::int64_t window;
  };
  const std::map<std::string, row> tutorial{
      {"deepseek-v3.2", {1, 0.42, 32'000}},
      {"gemini-2.5-flash", {2, 2.50, 64'000}},
      {"gpt-4.1", {3, 8.00, 128'000}},
      {"claude-sonnet-4.5", {4, 15.00, 200'000}}};
  REQUIRE(read.catalog.deployments.size() == tutorial.size());
  for (const auto& model : read.catalog.deployments) {
    const auto& expected = tutorial.at(model.name);
    CHECK(model.priority == expected.priority);
    CHECK(model.price == domain::price::flat(domain::money::usd(expected.usd)));
    CHECK(model.context_window == expected.window);
  }
}

TEST_CASE("the shipped routes choose as their comments say",
          "[settings][shipped]") {
  const auto read = shipped("bellwether.json", all_keys);
  CHECK(names_of(read, "auto", 100)
        == lines{"deepseek-v3.2", "gemini-2.5-flash", "gpt-4.1",
                 "claude-sonnet-4.5"});
  CHECK(names_of(read, "auto", 4'000)
        == lines{"gemini-2.5-flash", "gpt-4.1", "claude-sonnet-4.5",
                 "deepseek-v3.2"});
  CHECK(names_of(read, "auto", 40'000).front() == "gpt-4.1");
  CHECK(names_of(read, "fast", 40'000).front() == "deepseek-v3.2");
  CHECK(names_of(read, "best", 100).front() == "claude-sonnet-4.5");
  CHECK(names_of(read, "best", 100).size() == 4);
  CHECK(names_of(read, "gpt-4.1", 100)
        == lines{"gpt-4.1", "deepseek-v3.2", "gemini-2.5-flash",
                 "claude-sonnet-4.5"});
}

TEST_CASE("with one key every name of the shipped configuration is answered",
          "[settings][shipped]") {
  const auto whole = shipped("bellwether.json", all_keys);
  for (const auto& [name, key] : all_keys) {
    const auto read = shipped("bellwether.json", {{name, key}});
    for (const auto& model : whole.catalog.deployments)
      CHECK(names_of(read, model.name, 100).size() == 1);
  }
}

TEST_CASE("the shipped configuration starts with one key out of four",
          "[settings][shipped]") {
  for (const auto& [name, key] : all_keys) {
    const auto read = shipped("bellwether.json", {{name, key}});
    CHECK(read.providers.size() == 1);
    CHECK(read.catalog.routes.contains("auto"));
    CHECK(read.notes.size() >= 3);
  }
}

TEST_CASE("the demo needs no keys and calls nobody but this machine",
          "[settings][shipped]") {
  const auto read = shipped("demo.json", {});
  CHECK(read.notes.empty());
  CHECK(read.state_dir.empty()); // nothing of the demo stays on the machine
  CHECK(to_string(read.listen) == "127.0.0.1:7300");
  CHECK(to_string(read.control) == "127.0.0.1:7301");
  REQUIRE(read.providers.size() == 4);
  for (std::size_t i = 0; i < 4; ++i) {
    const auto& base_url = read.providers[i].base_url;
    CHECK(base_url.starts_with("http://127.0.0.1:" + std::to_string(7311 + i)
                               + "/v1"));
    CHECK_FALSE(read.providers[i].needs_key);
  }
  const auto real = shipped("bellwether.json", all_keys);
  REQUIRE(read.catalog.deployments.size() == 4);
  for (std::size_t i = 0; i < 4; ++i)
    CHECK(read.catalog.deployments[i].price
          == real.catalog.deployments[i].price);
}

TEST_CASE("a damaged configuration ends in problems or in settings",
          "[settings][shipped]") {
  const auto whole = test::project_file("config/bellwether.json");
  for (std::size_t at = 0; at < whole.size(); at += 13) {
    const auto cut = load_text(whole.substr(0, at), folder, test::env_of({}));
    CHECK(std::holds_alternative<std::vector<problem>>(cut));
    auto changed = whole;
    changed[at] = "{}[],:\"0/\\"[at % 10];
    const auto read = load_text(changed, folder, test::env_of(all_keys));
    if (const auto* problems = std::get_if<std::vector<problem>>(&read))
      CHECK_FALSE(problems->empty());
  }
}
