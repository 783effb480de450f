#include "surfaces/messages/exchange.hpp"

#include <catch2/catch.hpp>

using namespace bellwether::surfaces::test;

namespace {

json error_of(int status, const std::string& body) {
  return json::parse(bellwether::surfaces::messages().error(status, body));
}

} // namespace

TEST_CASE("errors have Anthropic's types", "[messages][error]") {
  const auto [status, type] = GENERATE(table<int, std::string>({
      {400, "invalid_request_error"},
      {401, "authentication_error"},
      {402, "billing_error"},
      {403, "permission_error"},
      {404, "not_found_error"},
      {409, "conflict_error"},
      {413, "request_too_large"},
      {429, "rate_limit_error"},
      {500, "api_error"},
      {502, "api_error"},
      {503, "overloaded_error"},
      {504, "timeout_error"},
      {529, "overloaded_error"},
  }));
  const auto error = error_of(
      status,
      R"({"error":{"message":"Say \"x\".","type":"t","param":null,"code":"c"}})");
  CHECK(error
        == json({{"type", "error"},
                 {"error", {{"type", type}, {"message", "Say \"x\"."}}}}));
}

TEST_CASE("an error without a message still says something",
          "[messages][error]") {
  const std::string body = GENERATE("", "{}", "<html>", R"({"error":{}})");
  CHECK_FALSE(
      error_of(500, body).at("error").at("message").get<std::string>().empty());
}
