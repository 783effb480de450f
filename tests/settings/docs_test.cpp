#include "settings/schema_sections.hpp"
#include "settings/summary.hpp"
#include "settings/text_table.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace bellwether::settings;
using test::at;
using test::json;

namespace {

const std::string folder = std::string{BELLWETHER_SOURCE_DIR} + "/config";

/// The blocks that are fenced with ```LANGUAGE.
std::vector<std::string> blocks(const std::string& text,
                                const std::string& language) {
  std::vector<std::string> out;
  const auto open = "\n```" + language + "\n";
  for (auto from = text.find(open); from != std::string::npos;
       from = text.find(open, from)) {
    from += open.size();
    const auto to = text.find("\n```", from);
    REQUIRE(to != std::string::npos);
    out.push_back(text.substr(from, to - from + 1));
    from = to;
  }
  return out;
}

const test::variables all_keys{
    {"OPENAI_API_KEY", "k"},
    {"ANTHROPIC_API_KEY", "k"},
    {"GEMINI_API_KEY", "k"},
    {"DEEPSEEK_API_KEY", "k"},
    {"OPENROUTER_API_KEY", "k"},
    {"BELLWETHER_ADMIN_KEY", "k"},
    {"SLACK_WEBHOOK_URL", "https://hooks.slack.com/services/T/B/k"},
    {"PAGERDUTY_ROUTING_KEY", "0123456789abcdef0123456789abcdef"},
    {"AUDIT_WEBHOOK_SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}};

/// From a heading to the next one of any level.
std::string chapter(const std::string& text, const std::string& heading) {
  const auto from = text.find("# " + heading + "\n");
  REQUIRE(from != std::string::npos);
  return text.substr(from, text.find("\n#", from) - from);
}

std::string number(const json& value) {
  return with_commas(value.get<long long>());
}

} // namespace

TEST_CASE("every whole configuration in the documentation loads",
          "[settings][docs]") {
  const auto found =
      blocks(test::project_file("docs/configuration.md"), "json");
  CHECK(found.size() >= 3);
  for (const auto& text : found) {
    const auto problems = test::problems_in(text, all_keys, folder);
    INFO(text);
    CAPTURE(problems);
    CHECK(problems.empty());
  }
}

TEST_CASE("the documentation has every key with its default and range",
          "[settings][docs]") {
  const auto text = test::project_file("docs/configuration.md");
  const auto schema = test::schema();
  for (const auto& section : test::sections) {
    const auto part = chapter(text, section.doc);
    std::size_t rows = 0;
    for (auto row = part.find("\n| `"); row != std::string::npos;
         row = part.find("\n| `", row + 1))
      ++rows;
    const auto object = at(schema, section.schema);
    const auto& properties = object["properties"];
    const auto required = object.value("required", json::array());
    CHECK(rows == properties.size());
    for (const auto& [key, property] : properties.items()) {
      auto row = "\n| `" + key + "` | ";
      if (property.value("type", "") == "integer")
        row += "integer | "
               + (property.contains("default") ? number(property["default"])
                  : std::find(required.begin(), required.end(), key)
                          != required.end()
                      ? "required"
                      : "none")
               + " | " + number(property["minimum"]) + " to "
               + number(property["maximum"]);
      INFO(section.doc << row);
      CHECK_THAT(part, Catch::Contains(row));
      if (property.value("type", "") == "number"
          && property.contains("default"))
        CHECK_THAT(part, Catch::Contains("\n| `" + key + "` | number | "
                                         + property["default"].dump() + " | "
                                         + property["minimum"].dump() + " to "
                                         + property["maximum"].dump() + " | "));
      if (property.contains("default") && property["default"].is_boolean())
        CHECK_THAT(part,
                   Catch::Contains("\n| `" + key + "` | true or false | `"
                                   + property["default"].dump() + "` | "));
      if (property.contains("default") && property["default"].is_string())
        CHECK_THAT(
            part,
            Catch::Contains("\n| `" + key + "` | text | `"
                            + property["default"].get<std::string>() + "` | "));
    }
  }
}

TEST_CASE("the summary in the documentation is the shipped configuration's",
          "[settings][docs]") {
  auto loaded = load_file(folder + "/bellwether.json", test::env_of(all_keys));
  const auto* read = std::get_if<struct settings>(&loaded);
  REQUIRE(read != nullptr);
  CHECK_THAT(test::project_file("docs/configuration.md"),
             Catch::Contains(summarize(*read)));
}

TEST_CASE("the messages in the documentation are those that are given",
          "[settings][docs]") {
  const auto text = test::project_file("docs/configuration.md");
  const auto wrong = blocks(text, "jsonc");
  const auto messages = blocks(text, "text");
  REQUIRE(wrong.size() == 1);
  const auto loaded = load_text(wrong[0], folder, test::env_of({}));
  const auto* problems = std::get_if<std::vector<problem>>(&loaded);
  REQUIRE(problems != nullptr);
  std::string all;
  for (const auto& each : *problems)
    all += to_string(each) + "\n";
  INFO(all);
  REQUIRE(!messages.empty());
  CHECK(messages[0] == all);
}
