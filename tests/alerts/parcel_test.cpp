#include "alerts/parcel.hpp"

#include "alerts/forms.hpp"
#include "alerts/sample.hpp"
#include "alerts/signature.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <string>

namespace bellwether::alerts {

using settings::sink_kind;

namespace {

// 2026-11-23 14:05:00 UTC.
constexpr std::int64_t now_seconds = 1'795'442'700;

parcel packed(const settings::alert_sink& sink,
              domain::wall_time now = sample_now()) {
  return pack(sample_message(), sink, sample_letterhead(), "msg_1", now);
}

std::optional<std::string> header_of(const parcel& of,
                                     const std::string& name) {
  const auto found = std::ranges::find(
      of.headers, name, &std::pair<std::string, std::string>::first);
  return found == of.headers.end() ? std::nullopt
                                   : std::optional{found->second};
}

} // namespace

TEST_CASE("a parcel goes to its sink, as JSON", "[alerts][parcel]") {
  const auto kind =
      GENERATE(sink_kind::slack, sink_kind::pagerduty, sink_kind::webhook,
               sink_kind::teams, sink_kind::discord);
  const auto sink = sample_sink(kind);
  const auto out = packed(sink);
  CHECK(out.url == sink.url.value);
  CHECK(header_of(out, "Content-Type") == "application/json");
  CHECK(header_of(out, "User-Agent") == "bellwether");
  CHECK(header_of(out, "webhook-id").has_value()
        == (kind == sink_kind::webhook));
}

TEST_CASE("a parcel has the form of its sink", "[alerts][parcel]") {
  const auto m = sample_message();
  const auto from = sample_letterhead();
  const auto body = [](sink_kind kind) {
    return packed(sample_sink(kind)).body;
  };
  CHECK(body(sink_kind::slack) == slack_form(m, from));
  CHECK(body(sink_kind::pagerduty)
        == pagerduty_form(m, from, "0123456789abcdef0123456789abcdef"));
  CHECK(body(sink_kind::webhook) == webhook_form(m, from));
  CHECK(body(sink_kind::teams) == teams_form(m, from));
  CHECK(body(sink_kind::discord) == discord_form(m, from));
}

TEST_CASE("a webhook can tell who wrote, and that it has it already",
          "[alerts][parcel]") {
  const auto sink = sample_sink(sink_kind::webhook);
  const auto out = packed(sink);
  CHECK(header_of(out, "webhook-id") == "msg_1");
  CHECK(header_of(out, "webhook-timestamp") == std::to_string(now_seconds));
  CHECK(header_of(out, "webhook-signature")
        == sign({sink.signing_secrets.at(0).value}, "msg_1", now_seconds,
                out.body));
}

TEST_CASE("each try of a delivery has the time of its own and the same rest",
          "[alerts][parcel]") {
  const auto sink = sample_sink(sink_kind::webhook);
  const auto first = packed(sink);
  const auto later =
      packed(sink, sample_now() + std::chrono::milliseconds{61'999});
  CHECK(later.body == first.body);
  CHECK(header_of(later, "webhook-id") == header_of(first, "webhook-id"));
  CHECK(header_of(later, "webhook-timestamp")
        == std::to_string(now_seconds + 61));
  CHECK(header_of(later, "webhook-signature")
        != header_of(first, "webhook-signature"));
}

TEST_CASE("while its secret is rotated a webhook gets two signatures",
          "[alerts][parcel]") {
  auto sink = sample_sink(sink_kind::webhook);
  sink.signing_secrets.push_back(
      {"whsec_a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s=", "FORMER"});
  const auto both = header_of(packed(sink), "webhook-signature");
  REQUIRE(both);
  CHECK(std::ranges::count(*both, ' ') == 1);
  CHECK(both->starts_with(
      *header_of(packed(sample_sink(sink_kind::webhook)), "webhook-signature")
      + " v1,"));
}

TEST_CASE("a webhook without secrets gets no signature", "[alerts][parcel]") {
  auto sink = sample_sink(sink_kind::webhook);
  sink.signing_secrets.clear();
  CHECK_FALSE(header_of(packed(sink), "webhook-signature"));
  CHECK(header_of(packed(sink), "webhook-id"));
}

TEST_CASE("no parcel holds a secret but PagerDuty's key in its body",
          "[alerts][parcel]") {
  const auto kind =
      GENERATE(sink_kind::slack, sink_kind::pagerduty, sink_kind::webhook,
               sink_kind::teams, sink_kind::discord);
  const auto sink = sample_sink(kind);
  const auto out = packed(sink);
  auto all = out.body;
  for (const auto& [name, value] : out.headers)
    all += name + value;
  for (const auto& secret : secrets_of(sink)) {
    const bool wanted =
        kind == sink_kind::pagerduty && secret == sink.routing_key.value;
    CHECK((all.find(secret) != std::string::npos) == wanted);
  }
}

TEST_CASE("a mail holds no secret", "[alerts][parcel]") {
  const auto sink = sample_sink(sink_kind::email);
  const auto mail = mail_text(sample_message(), sink, sample_letterhead(),
                              "msg_1", sample_now());
  for (const auto& secret : secrets_of(sink))
    CHECK(mail.find(secret) == std::string::npos);
}

TEST_CASE("what is not UTF-8 in a key or a host's name does no harm",
          "[alerts][parcel]") {
  const auto kind =
      GENERATE(sink_kind::slack, sink_kind::pagerduty, sink_kind::webhook,
               sink_kind::teams, sink_kind::discord);
  auto sink = sample_sink(kind);
  sink.routing_key.value = "\xFF";
  const auto out = pack(sample_message(), sink, {"h\xFFst", "http://\xC3"},
                        "msg_1", sample_now());
  CHECK(nlohmann::json::accept(out.body));
}

} // namespace bellwether::alerts
