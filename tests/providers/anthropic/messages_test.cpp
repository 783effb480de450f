#include "providers/anthropic/encoding.hpp"

using namespace bellwether;
using namespace bellwether::providers;
using namespace bellwether::providers::test;
using enum domain::failure_class;

namespace {

json messages_for(const std::vector<json>& messages) {
  return encode(request_of(messages)).body.at("messages");
}

json text(std::string_view words) {
  return {{"type", "text"}, {"text", words}};
}

json image(std::string_view url) {
  return {{"type", "image_url"}, {"image_url", {{"url", url}}}};
}

json thinking_block(std::string_view thought) {
  return {{"type", "thinking"}, {"thinking", thought}, {"signature", "s"}};
}

} // namespace

TEST_CASE("system and developer messages at any position are joined",
          "[anthropic][encode]") {
  const auto body =
      encode(request_of({message("system", "a"), message("user", "u"),
                         message("developer", json::array({text("b")}))}))
          .body;
  CHECK(body.at("system") == "a\n\nb");
  CHECK(body.at("messages") == json::array({message("user", "u")}));
}

TEST_CASE("an empty text block would be a 400: it is skipped",
          "[anthropic][encode]") {
  const auto body =
      encode(request_of({message("system", ""), message("user", ""),
                         message("user", json::array({text(" \n"), text("u")})),
                         message("assistant", ""), message("user", "v")}))
          .body;
  CHECK_FALSE(body.contains("system"));
  CHECK(body.at("messages")
        == json::array({message("user", json::array({text("u"), text("v")}))}));
}

TEST_CASE("neighbours of the same role are merged", "[anthropic][encode]") {
  CHECK(
      messages_for({message("user", "a"), message("user", "b"),
                    message("assistant", "c"), message("assistant", "d"),
                    message("user", "e")})
      == json::array({message("user", json::array({text("a"), text("b")})),
                      message("assistant", json::array({text("c"), text("d")})),
                      message("user", "e")}));
}

TEST_CASE("a conversation that an assistant opens gets a user stub",
          "[anthropic][encode]") {
  const auto made =
      messages_for({message("assistant", "a"), message("user", "b")});
  REQUIRE(made.size() == 3);
  CHECK(made.at(0).at("role") == "user");
  CHECK_FALSE(made.at(0).at("content").get<std::string>().empty());
}

TEST_CASE("a conversation of instructions only gets a user stub",
          "[anthropic][encode]") {
  const auto made = messages_for({message("system", "s")});
  REQUIRE(made.size() == 1);
  CHECK(made.at(0).at("role") == "user");
}

TEST_CASE("all results of one assistant turn are in one user message, first",
          "[anthropic][encode]") {
  const auto made = messages_for(
      {message("user", "u"), calling({call("a"), call("b"), call("c")}),
       result("c"), message("user", "hurry"), result("a"), result("b")});
  REQUIRE(made.size() == 3);
  const auto& content = made.at(2).at("content");
  REQUIRE(content.size() == 4);
  CHECK(content.at(0).at("tool_use_id") == "c");
  CHECK(content.at(1).at("tool_use_id") == "a");
  CHECK(content.at(2).at("tool_use_id") == "b");
  CHECK(content.at(3) == text("hurry"));
}

TEST_CASE("arguments that are empty or no JSON become an empty object",
          "[anthropic][encode]") {
  const std::string arguments =
      GENERATE(as<std::string>{}, "", "{\"a\":", "[1]", "oops");
  const auto made =
      messages_for({message("user", "u"), calling({call("a", "f", arguments)}),
                    result("a")});
  CHECK(made.at(1).at("content").at(0).at("input") == json::object());
}

TEST_CASE("tool ids of other providers are made fit, alike on both sides",
          "[anthropic][encode]") {
  const std::string id =
      GENERATE(as<std::string>{}, "functions.get:0", "call|x y", "ид",
               std::string(90, 'a'), "ok_id-1");
  const auto made =
      messages_for({message("user", "u"), calling({call(id)}), result(id)});
  const std::string sent = made.at(1).at("content").at(0).at("id");
  CHECK(made.at(2).at("content").at(0).at("tool_use_id") == sent);
  CHECK(sent.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTU"
                               "VWXYZ0123456789_-")
        == std::string::npos);
  CHECK(sent.size() <= 40);
  CHECK((sent == id) == (id == "ok_id-1"));
}

TEST_CASE("tool ids that are made fit do not collide", "[anthropic][encode]") {
  const auto made = messages_for(
      {message("user", "u"), calling({call("a.b"), call("a:b"), call("a_b")}),
       result("a:b", "two"), result("a.b", "one"), result("a_b", "three")});
  const auto& calls = made.at(1).at("content");
  const auto& results = made.at(2).at("content");
  CHECK(calls.at(0).at("id") != calls.at(1).at("id"));
  CHECK(calls.at(0).at("id") == results.at(1).at("tool_use_id"));
  CHECK(calls.at(1).at("id") == results.at(0).at("tool_use_id"));
  CHECK(calls.at(2).at("id") == "a_b");
}

TEST_CASE("an id that every turn uses anew is sent once",
          "[anthropic][encode]") {
  const auto made =
      messages_for({message("user", "u"), calling({call("0")}), result("0"),
                    calling({call("0")}), result("0")});
  const auto first = made.at(1).at("content").at(0).at("id");
  const auto second = made.at(3).at("content").at(0).at("id");
  CHECK(first != second);
  CHECK(made.at(2).at("content").at(0).at("tool_use_id") == first);
  CHECK(made.at(4).at("content").at(0).at("tool_use_id") == second);
}

TEST_CASE("a tool's result keeps its images, its error and its cache mark",
          "[anthropic][encode]") {
  auto failed = result("a", json::array({text("t"), image("data:image/gif;"
                                                          "base64,R0lG")}));
  failed["is_error"] = true;
  failed["content"][0]["cache_control"] = {{"type", "ephemeral"}};
  const auto made =
      messages_for({message("user", "u"), calling({call("a")}), failed});
  const auto& sent = made.at(2).at("content").at(0);
  CHECK(sent.at("is_error") == true);
  CHECK(sent.at("content").at(1).at("source").at("media_type") == "image/gif");
  CHECK(sent.at("cache_control") == json{{"type", "ephemeral"}});
  CHECK_FALSE(sent.at("content").at(0).contains("cache_control"));
}

TEST_CASE("an empty result has no content", "[anthropic][encode]") {
  const auto made = messages_for(
      {message("user", "u"), calling({call("a")}), result("a", "")});
  CHECK_FALSE(made.at(2).at("content").at(0).contains("content"));
}

TEST_CASE("image/jpg is what others call image/jpeg", "[anthropic][encode]") {
  const auto made = messages_for(
      {message("user", json::array({image("data:image/jpg;base64,/9j/")}))});
  CHECK(made.at(0).at("content").at(0).at("source").at("media_type")
        == "image/jpeg");
}

TEST_CASE("parts that Anthropic does not take are unsupported, not dropped",
          "[anthropic][encode]") {
  const json part = GENERATE(
      json{{"type", "input_audio"},
           {"input_audio", {{"data", "AAAA"}, {"format", "wav"}}}},
      image("data:image/svg+xml;base64,PHN2"), image("gs://bucket/a.png"),
      json{{"type", "file"},
           {"file", {{"file_data", "data:text/csv;base64,YSxi"}}}});
  const auto found =
      refusal_of(request_of({message("user", json::array({text("t"), part}))}));
  CHECK(found.what == unsupported);
  CHECK_THAT(found.detail, Catch::Contains("'messages[0].content[1]'"));
}

TEST_CASE("thinking blocks go back unmodified, before the call they led to",
          "[anthropic][encode]") {
  const json blocks = {{{"type", "thinking"},
                        {"thinking", "hm"},
                        {"signature", "sig"},
                        {"extra", 1}},
                       {{"type", "redacted_thinking"}, {"data", "xyz"}}};
  auto said = calling({call("a")});
  said["content"] = "text";
  said["thinking_blocks"] = blocks;
  const auto request = request_of(
      {message("user", "u"), said, result("a")},
      {{"thinking", {{"type", "enabled"}, {"budget_tokens", 2000}}}});
  const auto content = encode(request).body.at("messages").at(1).at("content");
  REQUIRE(content.size() == 4);
  CHECK(content.at(0) == blocks.at(0));
  CHECK(content.at(1) == blocks.at(1));
  CHECK(content.at(2) == text("text"));
  CHECK(content.at(3).at("type") == "tool_use");
}

TEST_CASE("thinking blocks stay away from a request without thinking",
          "[anthropic][encode]") {
  auto said = message("assistant", "a");
  said["thinking_blocks"] = json::array({thinking_block("hm")});
  CHECK(messages_for({message("user", "u"), said, message("user", "v")})
            .at(1)
            .at("content")
        == "a");
}

TEST_CASE("a caller's mistake in a message is his, not the provider's",
          "[anthropic][encode]") {
  const auto found = refusal_of(request_of({result("nobody")}));
  CHECK(found.what == bad_request);
  CHECK_THAT(found.detail, Catch::Contains("messages[0].tool_call_id"));
}
