#include "sinks/rules.hpp"
#include "sinks/stage.hpp"

#include <catch2/catch.hpp>

namespace bellwether::sinks {

namespace {

const json message{{"embeds", json::array({{{"title", "t"}}})},
                   {"allowed_mentions", {{"parse", json::array()}}}};

json field(const std::string& name, const std::string& value) {
  return {{"name", name}, {"value", value}};
}

} // namespace

TEST_CASE("Discord takes messages within its limits and no others",
          "[sinks][discord]") {
  const json half{{"description", letters(3000)}};
  const json more{{"description", letters(3001)}};
  check_rules(
      "/discord/", message,
      {{"/content", letters(2000), letters(2001)},
       {"/username", letters(80), letters(81)},
       {"/tts", false, "no"},
       {"/embeds", times(10, {{"title", "a"}}), times(11, {{"title", "a"}})},
       {"/embeds", json::array({half, half}), json::array({half, more})},
       {"/embeds/0/title", letters(256), letters(257)},
       {"/embeds/0/description", letters(4096), letters(4097)},
       {"/embeds/0/url", "https://example.com", "here"},
       {"/embeds/0/color", 0xFFFFFF, 0x1000000},
       {"/embeds/0/color", 0, "red"},
       {"/embeds/0/timestamp", "2026-11-23T04:05:06Z", "today"},
       {"/embeds/0/footer",
        {{"text", letters(2048)}},
        {{"text", letters(2049)}}},
       {"/embeds/0/author", {{"name", letters(256)}}, {{"name", letters(257)}}},
       {"/embeds/0/fields", times(25, field("a", "b")),
        times(26, field("a", "b"))},
       {"/embeds/0/fields", times(1, field(letters(256), "b")),
        times(1, field(letters(257), "b"))},
       {"/embeds/0/fields", times(1, field("a", letters(1024))),
        times(1, field("a", letters(1025)))},
       {"/embeds/0/fields", times(1, field("a", "b")),
        times(1, field("a", ""))}});
}

TEST_CASE("Discord sends no empty message", "[sinks][discord]") {
  const stage s;
  CHECK(s.post("/discord/a", {{"content", "a"}}).status == 204);
  const auto refused = s.post("/discord/a", {{"content", ""}});
  CHECK(refused.status == 400);
  CHECK(refused.json()["code"] == 50006);
  CHECK(s.post("/discord/a", message.dump(), {{"Content-Type", "text/plain"}})
            .json()["code"]
        == 50109);
}

TEST_CASE("a message to Discord that could mention people is objected to",
          "[sinks][discord]") {
  const stage s;
  s.post("/discord/a", message);
  CHECK(s.last()["objections"] == json::array());
  s.post("/discord/a", {{"content", "@everyone"}});
  CHECK(s.last()["accepted"] == true);
  CHECK(s.last()["objections"].size() == 1);
}

} // namespace bellwether::sinks
