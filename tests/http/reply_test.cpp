#include "http/gateway/reply.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace bellwether::http {

using nlohmann::json;

TEST_CASE("an error has OpenAI's shape", "[http][reply]") {
  const auto got = error_reply(404, {.message = "no \"such\" thing",
                                     .param = "model",
                                     .code = "model_not_found"});
  CHECK(got.status == 404);
  CHECK(got.content_type == "application/json");
  CHECK(json::parse(got.body)
        == json{{"error",
                 {{"message", "no \"such\" thing"},
                  {"type", "invalid_request_error"},
                  {"param", "model"},
                  {"code", "model_not_found"}}}});
}

TEST_CASE("what an error does not name is null", "[http][reply]") {
  const auto error = json::parse(to_json({.message = "x"}))["error"];
  CHECK(error["param"] == nullptr);
  CHECK(error["code"] == nullptr);
}

TEST_CASE("any bytes become a valid JSON string", "[http][reply]") {
  const std::string text{"\x00\xff\"\\\n\xe2\x82", 7};
  const auto parsed = json::parse(json_string(text), nullptr, false);
  REQUIRE(parsed.is_string());
  CHECK_THAT(parsed.get<std::string>(), Catch::Contains("\"\\\n"));
}

TEST_CASE("status texts", "[http][reply]") {
  CHECK(status_text(200) == "OK");
  CHECK(status_text(429) == "Too Many Requests");
  CHECK(status_text(504) == "Gateway Timeout");
}

} // namespace bellwether::http
