#include "sinks/endpoints.hpp"
#include "sinks/rules.hpp"
#include "sinks/stage.hpp"

#include <catch2/catch.hpp>

namespace bellwether::sinks {

namespace {

json words(const std::string& text) {
  return {{"type", "mrkdwn"}, {"text", text}};
}

json plain(const std::string& text) {
  return {{"type", "plain_text"}, {"text", text}};
}

json block(const std::string& type, const std::string& member,
           const json& value) {
  return {{"type", type}, {member, value}};
}

json button(const std::string& text) {
  return {{"type", "button"}, {"text", plain(text)}};
}

} // namespace

TEST_CASE("Slack takes messages within its limits and no others",
          "[sinks][slack]") {
  const json message{{"text", "t"},
                     {"blocks", json::array({{{"type", "divider"}}})},
                     {"attachments", json::array()}};
  const auto section = [](const std::string& text) {
    return block("section", "text", words(text));
  };
  const auto fields = [](const json& all) {
    return block("section", "fields", all);
  };
  check_rules(
      "/slack/", message,
      {{"/text", "text", 5},
       {"/unfurl_links", true, "yes"},
       {"/blocks", times(50, section("a")), times(51, section("a"))},
       {"/blocks/0", section(letters(3000)), section(letters(3001))},
       {"/blocks/0", section("a"), section("")},
       {"/blocks/0", section("a"), {{"type", "section"}}},
       {"/blocks/0", {{"type", "divider"}}, {{"type", "line"}}},
       {"/blocks/0", {{"type", "divider"}}, {{"type", "divider"}, {"a", 1}}},
       {"/blocks/0", fields(times(10, words("a"))),
        fields(times(11, words("a")))},
       {"/blocks/0", fields(times(1, words(letters(2000)))),
        fields(times(1, words(letters(2001))))},
       {"/blocks/0", block("header", "text", plain(letters(150))),
        block("header", "text", plain(letters(151)))},
       {"/blocks/0", block("header", "text", plain("a")),
        block("header", "text", words("a"))},
       {"/blocks/0", block("context", "elements", times(10, words("a"))),
        block("context", "elements", times(11, words("a")))},
       {"/blocks/0", block("context", "elements", times(1, words("a"))),
        block("context", "elements", times(1, {{"type", 3}}))},
       {"/blocks/0", block("actions", "elements", times(25, button("a"))),
        block("actions", "elements", times(26, button("a")))},
       {"/blocks/0",
        block("actions", "elements", times(1, button(letters(75)))),
        block("actions", "elements", times(1, button(letters(76))))},
       {"/attachments", times(100, {{"text", "a"}}),
        times(101, {{"text", "a"}})},
       {"/attachments",
        json::array({{{"blocks", json::array({section("a")})}}}),
        json::array({{{"blocks", json::array({section("")})}}})},
       {"/attachments", json::array({{{"ts", 1}}}),
        json::array({{{"ts", "1"}}})}});
}

TEST_CASE("Slack names what is wrong in plain text", "[sinks][slack]") {
  const stage s;
  const auto fine = s.post("/slack/a", {{"text", "hello"}});
  CHECK(fine.status == 200);
  CHECK(fine.body == "ok");
  CHECK(fine.header("content-type") == "text/plain");
  CHECK(s.post("/slack/b", json::object()).body == "no_text");
  CHECK(s.post("/slack/b", std::string{"{\"text\":"}).body
        == "invalid_payload");
  CHECK(s.post("/slack/b", std::string{"{\"text\":\"\xC3\"}"}).body
        == "invalid_payload");
  CHECK(
      s.post("/slack/b", {{"text", "a"}, {"blocks", times(1, {{"type", "x"}})}})
          .body
      == "invalid_blocks");
  CHECK(s.post("/slack/b", {{"text", "a"}, {"attachments", times(101, {{}})}})
            .body
        == "too_many_attachments");
  CHECK(s.post("/slack/b", R"({"text":"a"})", {{"Content-Type", "text/plain"}})
            .body
        == "invalid_payload");
}

TEST_CASE("Slack takes what it shows maimed, and the fake objects",
          "[sinks][slack]") {
  const stage s;
  int count = 0;
  const auto objections = [&](const std::string& text) {
    CHECK(s.post("/slack/" + std::to_string(++count), {{"text", text}}).status
          == 200);
    return s.last()["objections"].size();
  };
  CHECK(objections("R&amp;D &lt;b&gt;") == 0);
  CHECK(objections("R&D") == 1);
  CHECK(objections("a <b") == 1);
  CHECK(objections("a > b") == 1);
  CHECK(objections("<https://example.com|here>") == 0);
  CHECK(objections(letters(40'000)) == 0);
  CHECK(objections(letters(40'001)) == 1);
}

TEST_CASE("Slack's mentions are noticed", "[sinks][slack]") {
  const stage s;
  s.post("/slack/a", {{"text", "look <!channel>"}});
  CHECK(s.last()["notes"]["mentions"] == json{"!channel"});
  s.post("/slack/b", {{"text", "look &lt;!channel&gt;"}});
  CHECK(s.last()["notes"]["mentions"] == json::array());
}

TEST_CASE("Slack takes one message a second for each webhook",
          "[sinks][slack]") {
  const stage s;
  CHECK(s.post("/slack/a", {{"text", "1"}}).status == 200);
  const auto refused = s.post("/slack/a", {{"text", "2"}});
  CHECK(refused.status == 429);
  CHECK(refused.header("retry-after") == "1");
  CHECK(s.last()["accepted"] == false);
  CHECK(s.post("/slack/b", {{"text", "3"}}).status == 200);
}

TEST_CASE("Slack takes the next message after a second", "[sinks][slack]") {
  endpoints e{{}};
  const request r{"POST",
                  "/slack/a",
                  {{"content-type", "application/json"}},
                  R"({"text":"a"})"};
  const auto status = [&, start = moment::now()](int milliseconds) {
    auto at = start;
    at.steady += std::chrono::milliseconds{milliseconds};
    return e.take(r, at).answer.status;
  };
  CHECK(status(0) == 200);
  CHECK(status(900) == 429);
  CHECK(status(1000) == 200); // what was refused did not count
  CHECK(status(1900) == 429);
}

TEST_CASE("only a POST to a known path is a message", "[sinks]") {
  const stage s;
  CHECK(s.post("/slack/", {{"text", "a"}}).status == 404);
  CHECK(s.post("/slack/a/b", {{"text", "a"}}).status == 404);
  CHECK(s.post("/elsewhere", {{"text", "a"}}).status == 404);
  CHECK(integration::get(s.port(), "/slack/a").status == 405);
  CHECK(s.received().size() == 4);
}

} // namespace bellwether::sinks
