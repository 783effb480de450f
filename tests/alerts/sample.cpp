#include "alerts/sample.hpp"

#include "domain/any.hpp"

#include <nlohmann/json.hpp>

namespace bellwether::alerts {

using domain::any_of;

domain::wall_time sample_now() {
  using namespace std::chrono;
  return sys_days{2026y / November / 23} + 14h + 5min;
}

domain::alert_message sample_message() {
  domain::alert_message out;
  out.kind = domain::message_kind::fired;
  out.level = domain::severity::error;
  out.alert = 7;
  out.rule = "provider_down";
  out.entity = "openai";
  out.title = "Provider openai is down";
  out.what = "Five requests failed.";
  out.did = "It asks anthropic.";
  out.check = "Look at status.openai.com.";
  out.facts = {{"p95", "4.2 s"}, {"failures", "5"}};
  out.labels = {{"provider", "openai"}};
  out.at = sample_now();
  out.since = sample_now() - std::chrono::minutes{5};
  out.runbook_url = "https://runbooks.example.com/down?a=1&b=2";
  return out;
}

letterhead sample_letterhead() {
  return {"bellwether@host", "http://gateway.example.com:7301"};
}

settings::alert_sink sample_sink(settings::sink_kind kind) {
  settings::alert_sink out;
  out.name = "ops";
  out.kind = kind;
  out.url = {"https://sink.example.com/services/SECRETPATH", "SINK_URL"};
  out.routing_key = {"0123456789abcdef0123456789abcdef", "ROUTING_KEY"};
  out.signing_secrets = {{"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "SIGNING"}};
  out.from = "bellwether@example.com";
  out.to = {"ops@example.com", "boss@example.com"};
  out.password = {"SECRETPASSWORD", "SMTP_PASSWORD"};
  return out;
}

std::vector<std::string> secrets_of(const settings::alert_sink& sink) {
  std::vector<std::string> out{"SECRETPATH", "SECRETPASSWORD",
                               sink.routing_key.value};
  for (const auto& each : sink.signing_secrets)
    out.push_back(each.value);
  return out;
}

bool is_utf8(std::string_view text) {
  // The library refuses to write anything else.
  try {
    (void)nlohmann::json(text).dump();
    return true;
  } catch (const nlohmann::json::exception&) {
    return false;
  }
}

std::string any_bytes(std::size_t longest) {
  static const std::vector<std::string> parts{
      "a",  "word ", "<",        ">",      "&",        "\"",     "\\",
      "\n", "\r\n",  "\t",       "\x01",   "\x7f",     "é",      "€",
      "🚀", "\xff",  "\xc3",     "\x80",   "\xed\xa0", "[x](y)", "*",
      "@",  "/",     "=?UTF-8?", "<!here>"};
  const auto size = any_of<std::size_t>(0, longest + 1);
  std::string out;
  while (out.size() < size)
    out += any_of(0, 4) == 0 ? std::string(1, static_cast<char>(any_of(0, 256)))
                             : parts.at(any_of<std::size_t>(0, parts.size()));
  out.resize(size);
  return out;
}

namespace {

/// Sometimes far above any limit; then of few different characters, since
/// those that JSON writes longer matter most.
std::string any_text() {
  if (any_of(0, 4) != 0)
    return any_bytes(80);
  static const std::vector<std::string> pieces{"x",  "\n", "\"", "&",   "<",
                                               "\\", "🚀", "€",  "\xff"};
  const auto& piece = pieces.at(any_of<std::size_t>(0, pieces.size()));
  std::string out = any_bytes(10);
  const auto size = any_of<std::size_t>(0, 20'000);
  while (out.size() < size)
    out += piece;
  return out;
}

} // namespace

domain::alert_message any_message() {
  domain::alert_message out;
  out.kind = static_cast<domain::message_kind>(any_of(0, 7));
  out.level = static_cast<domain::severity>(any_of(0, 4));
  out.alert = any_of<std::uint64_t>(0, 1'000'000);
  out.rule = any_of(0, 3) == 0 ? "" : any_text();
  out.entity = any_text();
  out.title = "T" + any_text();
  out.what = "W" + any_text();
  out.did = any_text();
  out.check = any_text();
  const int facts = any_of(0, 4) == 0 ? any_of(0, 80) : any_of(0, 12);
  for (int i = 0; i < facts; ++i)
    out.facts.push_back({any_text(), any_text()});
  for (int i = any_of(0, 5); i > 0; --i)
    out.labels[any_text()] = any_text();
  out.at = sample_now();
  out.since = sample_now() - std::chrono::seconds{any_of(0, 100'000)};
  if (any_of(0, 2) == 0)
    out.resolved = sample_now();
  if (any_of(0, 2) == 0)
    out.runbook_url = "https://runbooks.example.com/" + any_bytes(100);
  return out;
}

} // namespace bellwether::alerts
