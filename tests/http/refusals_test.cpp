// What a caller is told whom nobody may answer.
#include "http/gateway/refusals.hpp"

#include "surfaces/surface.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <map>

namespace bellwether::http {

using nlohmann::json;

namespace {

std::map<std::string, std::string> headers_of(const reply& from) {
  return {from.headers.begin(), from.headers.end()};
}

domain::budget_refusal refusal() {
  domain::budget_refusal out;
  out.budget = "team web";
  out.model = "gpt-4.1";
  out.limit = domain::money::usd(60);
  out.spent = domain::money::usd(59.99);
  out.wanted = domain::money::usd(0.5);
  return out;
}

} // namespace

TEST_CASE("a budget that refuses is 402, which clients do not try again",
          "[http][refusals]") {
  const auto got = refuse_budget(refusal());
  CHECK(got.status == 402);
  CHECK(headers_of(got)
        == std::map<std::string, std::string>{{"x-should-retry", "false"}});
  const auto error = json::parse(got.body)["error"];
  CHECK(error["type"] == "budget_error");
  CHECK(error["code"] == "budget_exceeded");
  CHECK(error["param"] == nullptr);
  CHECK(error["message"] == domain::explain(refusal()));
  CHECK(error_text(got, "code") == "budget_exceeded");
  CHECK(error_text(got, "param").empty());
}

TEST_CASE("a model that nobody can count is 402 as well", "[http][refusals]") {
  auto why = refusal();
  why.why = domain::budget_refusal::reason::unpriced;
  const auto error = json::parse(refuse_budget(why).body)["error"];
  CHECK(error["code"] == "model_without_price");
  CHECK(error["param"] == "model");
}

TEST_CASE("Anthropic's clients are told of a billing error",
          "[http][refusals]") {
  const auto got = refuse_budget(refusal());
  const auto body =
      json::parse(surfaces::messages().error(got.status, got.body));
  CHECK(body["type"] == "error");
  CHECK(body["error"]["type"] == "billing_error");
  CHECK(body["error"]["message"] == domain::explain(refusal()));
}

TEST_CASE("a ledger that cannot be written may be back soon",
          "[http][refusals]") {
  const auto got = refuse_ledger();
  CHECK(got.status == 503);
  CHECK(headers_of(got)["Retry-After"] == "5");
  CHECK(json::parse(got.body)["error"]["code"] == "ledger_unavailable");
}

} // namespace bellwether::http
