#include "sinks/rules.hpp"
#include "sinks/stage.hpp"

#include <catch2/catch.hpp>

namespace bellwether::sinks {

namespace {

const json block{{"type", "TextBlock"}, {"text", "a"}};

const json message{
    {"type", "message"},
    {"attachments",
     json::array({{{"contentType", "application/vnd.microsoft.card.adaptive"},
                   {"content",
                    {{"type", "AdaptiveCard"},
                     {"version", "1.4"},
                     {"body", json::array({block})}}}}})}};

const std::string card = "/attachments/0/content";

json facts(const json& value) {
  return {{"type", "FactSet"},
          {"facts", json::array({{{"title", "a"}, {"value", value}}})}};
}

json opens(const char* type, const char* url) {
  return json::array({{{"type", type}, {"title", "a"}, {"url", url}}});
}

} // namespace

TEST_CASE("Teams takes one adaptive card and nothing else", "[sinks][teams]") {
  const auto& attachment = message["attachments"][0];
  const auto web = "https://example.com";
  check_rules(
      "/teams/", message,
      {{"/type", "message", "MessageCard"},
       {"/attachments", times(1, attachment), times(2, attachment)},
       {"/attachments/0/contentType", attachment["contentType"], "text/html"},
       {card + "/type", "AdaptiveCard", "Card"},
       {card + "/version", "1.6", "2.0"},
       {card + "/version", "1.0", nullptr},
       {card + "/body", json::array({block}), nullptr},
       {card + "/body/0/type", "TextBlock", "Text"},
       {card + "/body/0/text", "a", ""},
       {card + "/body/0", facts("a"), facts(1)},
       {card + "/body/0",
        {{"type", "Container"}, {"items", times(1, block)}},
        {{"type", "Container"}, {"items", times(1, {{"type", "Text"}})}}},
       {card + "/actions", opens("Action.OpenUrl", web),
        opens("Action.Submit", web)},
       {card + "/actions", opens("Action.OpenUrl", web),
        opens("Action.OpenUrl", "here")}});
}

TEST_CASE("Teams takes 28 KB and no more", "[sinks][teams]") {
  const stage s;
  auto large = message;
  auto& text = large.at(json::json_pointer{card + "/body/0/text"});
  text = "";
  const auto room = std::size_t{28} * 1024 - large.dump().size();
  text = std::string(room, 'a');
  CHECK(s.post("/teams/a", large).status == 202);
  text = std::string(room + 1, 'a');
  CHECK(s.post("/teams/a", large).status == 413);
}

TEST_CASE("Teams wants JSON that says so", "[sinks][teams]") {
  const stage s;
  CHECK(s.post("/teams/a", message).status == 202);
  CHECK(s.post("/teams/a", message.dump(), {{"Content-Type", "text/plain"}})
            .status
        == 400);
  CHECK(s.post("/teams/a", std::string{"{"}).status == 400);
}

} // namespace bellwether::sinks
