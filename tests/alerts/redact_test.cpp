#include "alerts/redact.hpp"

#include "alerts/sample.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace bellwether::alerts {

using settings::sink_kind;

namespace {

settings::alert_sink sink_at(const std::string& url) {
  settings::alert_sink out;
  out.kind = sink_kind::webhook;
  out.url.value = url;
  return out;
}

} // namespace

TEST_CASE("a sink that repeats its URL is shown without it",
          "[alerts][redact]") {
  const auto sink =
      sink_at("https://a.example.com/hook/abcdefghijkl?s=mnopqrstuvwx");
  CHECK(without_secrets("no https://a.example.com/hook/abcdefghijkl"
                        "?s=mnopqrstuvwx here",
                        sink)
        == "no [secret] here");
  CHECK(without_secrets("Cannot POST /hook/abcdefghijkl?s=mnopqrstuvwx", sink)
        == "Cannot POST [secret]");
  CHECK(without_secrets("Cannot POST /hook/abcdefghijkl", sink)
        == "Cannot POST /hook/[secret]");
  CHECK(without_secrets(R"({"path":"\/hook\/abcdefghijkl","s":"mnopqrstuvwx"})",
                        sink)
        == R"({"path":"\/hook\/[secret]","s":"[secret]"})");
}

TEST_CASE("a short path is hidden as a whole", "[alerts][redact]") {
  const auto sink = sink_at("http://a.example.com/abc");
  CHECK(without_secrets("no /abc, abc", sink) == "no [secret], abc");
}

TEST_CASE("a secret that is escaped in the URL is hidden without the escapes",
          "[alerts][redact]") {
  const auto sink =
      sink_at("https://a.example.com/h?sig=abcdefghijkl%2Fmnopqrstuvwx");
  CHECK(without_secrets("sig abcdefghijkl/mnopqrstuvwx", sink)
        == "sig [secret]/[secret]");
}

TEST_CASE("keys and passwords are hidden", "[alerts][redact]") {
  const auto sink = sample_sink(sink_kind::pagerduty);
  for (const auto& secret : secrets_of(sink)) {
    if (secret == "SECRETPATH") // shorter than what is hidden by itself
      continue;
    CAPTURE(secret);
    const auto text =
        std::string{"x"}.append(secret).append("y").append(secret);
    CHECK(without_secrets(text, sink).find(secret) == std::string::npos);
  }
  CHECK(without_secrets("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", sink)
        == "[secret]");
}

TEST_CASE("what holds no secret stays as it is", "[alerts][redact]") {
  CHECK(without_secrets("invalid_payload / no_text",
                        sample_sink(sink_kind::slack))
        == "invalid_payload / no_text");
  CHECK(without_secrets("all well /", sink_at("https://a.example.com/"))
        == "all well /");
  CHECK(without_secrets("all well", settings::alert_sink{}) == "all well");
}

} // namespace bellwether::alerts
