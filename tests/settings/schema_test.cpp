#include "settings/base_url.hpp"
#include "settings/schema_sections.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <set>

using namespace bellwether;
using namespace bellwether::settings;
using test::at;
using test::json;
using test::lines;
using test::problems_of;

namespace {

/// The keys that a section accepts, which it names when asked for nonsense.
std::set<std::string> accepted_keys(const std::string& section) {
  const std::string nonsense(40, '#');
  auto config = test::full();
  config[json::json_pointer{section}][nonsense] = 1;
  const auto found = problems_of(config);
  REQUIRE(found.size() == 1);
  const std::string start = "unknown key; known are ";
  auto list = found[0].substr(found[0].find(start) + start.size());
  if (const auto last = list.rfind(" or "); last != list.npos)
    list.replace(last, 4, ", ");
  std::set<std::string> keys;
  for (std::size_t from = 0; from < list.size();) {
    const auto to = std::min(list.find(", ", from), list.size());
    keys.insert(list.substr(from, to - from));
    from = to + 2;
  }
  return keys;
}

std::size_t closed_objects(const json& node) {
  std::size_t count = 0;
  if (node.is_object() && node.contains("additionalProperties")
      && node["additionalProperties"] == false)
    ++count;
  for (const auto& child : node)
    if (child.is_structured())
      count += closed_objects(child);
  return count;
}

std::string range_text(const json& property) {
  return "from " + property["minimum"].dump() + " to "
         + property["maximum"].dump();
}

bool refused(const std::string& where, const json& value,
             const std::string& reason) {
  auto config = test::full();
  config[json::json_pointer{where}] = value;
  for (const auto& each : problems_of(config))
    if (each.find(reason) != std::string::npos)
      return true;
  return false;
}

struct property {
  std::string where; ///< JSON pointer into a configuration
  std::string key;
  json value;
};

/// The properties of all sections whose schema has `keyword`.
std::vector<property> properties_with(const std::string& keyword) {
  const auto schema = test::schema();
  std::vector<property> out;
  for (const auto& section : test::sections) {
    const auto properties = at(schema, section.schema)["properties"];
    for (const auto& [key, value] : properties.items())
      if (value.contains(keyword))
        out.push_back({section.config + ("/" + key), key, value});
  }
  return out;
}

} // namespace

TEST_CASE("the schema knows the keys that are accepted, and no others",
          "[settings][schema]") {
  const auto schema = test::schema();
  CHECK(closed_objects(schema) == test::sections.size());
  for (const auto& section : test::sections) {
    INFO(section.config);
    std::set<std::string> keys;
    const auto properties = at(schema, section.schema)["properties"];
    for (const auto& [key, unused] : properties.items())
      keys.insert(key);
    CHECK(accepted_keys(section.config) == keys);
  }
}

TEST_CASE("the schema has the ranges that are accepted", "[settings][schema]") {
  for (const auto& [where, key, property] : properties_with("minimum")) {
    const auto reason = range_text(property);
    const auto least = property["minimum"].get<std::int64_t>();
    const auto most = property["maximum"].get<std::int64_t>();
    INFO(where << " " << reason);
    CHECK(refused(where, least - 1, reason));
    CHECK(refused(where, most + 1, reason));
    CHECK_FALSE(refused(where, least, reason));
    CHECK_FALSE(refused(where, most, reason));
  }
}

TEST_CASE("the schema has the words that are accepted", "[settings][schema]") {
  for (const auto& [where, key, property] : properties_with("enum")) {
    lines words = property["enum"];
    std::string list = words[0];
    for (std::size_t i = 1; i < words.size(); ++i)
      list += (i + 1 == words.size() ? " or " : ", ") + words[i];
    INFO(where << " " << list);
    CHECK(refused(where, "#", "must be " + list));
    for (const auto& word : words)
      CHECK_FALSE(refused(where, word, "must be " + list));
  }
}

TEST_CASE("the schema says where each kind is found", "[settings][schema]") {
  const auto text = at(test::schema(),
                       "/properties/providers"
                       "/additionalProperties/properties"
                       "/base_url/description")
                        .get<std::string>();
  for (const auto kind : {provider_kind::openai, provider_kind::anthropic,
                          provider_kind::gemini, provider_kind::deepseek}) {
    const auto url = std::string{default_base_url(kind)};
    CHECK_THAT(text,
               Catch::Contains(url + " for " + std::string{to_string(kind)}));
    CHECK_THAT(text, Catch::Contains(std::string{added_path(kind)}));
  }
}

TEST_CASE("the schema has the defaults of the program", "[settings][schema]") {
  const struct settings s;
  const provider p;
  const domain::deployment d;
  const auto ms = [](std::chrono::milliseconds t) {
    return t.count();
  };
  const auto percent = [](double share) {
    return std::round(share * 1e6) / 1e4;
  };
  const json provider_defaults{
      {"connect_ms", ms(p.timeouts.connect)},
      {"first_byte_ms", ms(p.timeouts.first_byte)},
      {"idle_ms", ms(p.timeouts.idle)},
      {"first_token_ms", ms(p.streams.first_token)},
      {"between_tokens_ms", ms(p.streams.between_tokens)},
      {"min_tokens_per_second", p.streams.min_tokens_per_second},
      {"rate_window_ms", ms(p.streams.rate_window)},
      {"total_ms", ms(p.streams.total)},
      {"max_concurrent", p.concurrency.most},
      {"adaptive", p.concurrency.adaptive},
      {"queue", p.queue},
      {"quota_headroom_percent", percent(p.quota_headroom)},
      {"max_idle_connections", p.max_idle_connections}};
  const domain::budget b;
  const json budget_defaults{
      {"time_zone", domain::utc().name()},
      {"period", to_string(b.period)},
      {"when_exceeded", to_string(b.action)},
      {"thresholds_percent", b.thresholds},
      {"forecast_percent", *b.forecast_percent},
      {"spike_factor", 5},
      {"on_failure", s.ledger.refuse_on_failure ? "refuse" : "serve"},
      {"keep_requests_days", s.ledger.keep_requests.count()},
      {"keep_hours_days", s.ledger.keep_hours.count()},
      {"anonymous", to_string(s.anonymous)}};
  CHECK(b.spike_factor == 5.0);
  const alert_settings a;
  const alert_sink sink;
  const json alert_defaults{
      {"region", "us"},
      {"starttls", sink.starttls},
      {"resolved", sink.wanted.tells_end},
      {"allow_private_addresses", sink.allow_private},
      {"/alerts/sinks/ops/timeout_ms", ms(sink.timeout)},
      {"enabled", domain::alert_policy{}.enabled},
      {"at", a.digest.at == std::chrono::hours{9} ? "09:00" : "another time"},
      {"messages", a.flood.messages},
      {"window_s",
       std::chrono::floor<std::chrono::seconds>(a.flood.window).count()}};
  json known{
      {"listen", to_string(s.listen)},
      {"control", to_string(s.control)},
      {"io_threads", s.io_threads},
      {"log_level", s.log_level},
      {"max_connections", s.limits.max_connections},
      {"header_bytes", s.limits.header_bytes},
      {"body_bytes", s.limits.body_bytes},
      {"header_timeout_ms", ms(s.limits.header_timeout)},
      {"body_timeout_ms", ms(s.limits.body_timeout)},
      {"idle_timeout_ms", ms(s.limits.idle_timeout)},
      {"write_timeout_ms", ms(s.limits.write_timeout)},
      {"timeout_ms", ms(s.requests.timeout)},
      {"stream_timeout_ms", ms(s.requests.stream_timeout)},
      {"max_attempts", s.requests.failover.max_attempts},
      {"max_wait_ms", ms(s.requests.failover.max_wait)},
      {"retry_base_ms", ms(s.requests.failover.retry.base)},
      {"retry_cap_ms", ms(s.requests.failover.retry.cap)},
      {"retry_budget_percent", percent(s.requests.retry_share)},
      {"unsupported_parameters", to_string(s.requests.unsupported)},
      {"keep_alive_ms", ms(s.requests.keep_alive)},
      {"failure_threshold", s.health.failure_threshold},
      {"failure_rate_percent", percent(s.health.failure_share)},
      {"failure_window_ms", ms(s.health.failure_window)},
      {"failure_min_requests", s.health.failure_volume},
      {"slow_ms", ms(s.health.slow)},
      {"relapse_ms", ms(s.health.relapse)},
      {"slow_start_ms", ms(s.health.slow_start)},
      {"memory_ms", ms(s.memory_age)},
      {"availability_percent", percent(s.objective)},
      {"drills", s.admin.drills},
      {"min_wait_ms", ms(domain::hedge_policy{}.least_wait)},
      {"/health/probe/kind", to_string(p.probe.kind)},
      {"/health/probe/interval_ms", ms(p.probe.interval)},
      {"/health/probe/timeout_ms", ms(p.probe.timeout)},
      {"min_hold_ms", ms(s.health.hold.base)},
      {"max_hold_ms", ms(s.health.hold.cap)},
      {"rate_limit_min_hold_ms", ms(s.health.rate_limit_hold.base)},
      {"rate_limit_max_hold_ms", ms(s.health.rate_limit_hold.cap)},
      {"misconfigured_hold_ms", ms(s.health.misconfigured_hold)},
      {"standard_from_tokens", s.catalog.thresholds.standard_from_tokens},
      {"premium_from_tokens", s.catalog.thresholds.premium_from_tokens},
      {"tier", to_string(d.tier)},
      {"priority", d.priority},
      {"context_window", d.context_window},
      {"max_output_tokens", d.max_output_tokens},
      {"task", d.task == domain::task::chat ? "chat" : "embeddings"},
      {"reasoning", to_string(d.traits.reasoning)},
      {"capabilities", json::array({"tools"})},
      {"fallbacks", json::array()},
      {"strategy", to_string(domain::route{}.strategy)}};
  known.update(provider_defaults);
  known.update(budget_defaults);
  known.update(alert_defaults);
  CHECK(d.capabilities == domain::capabilities{.tools = true});
  std::set<std::string> seen;
  for (const auto& [where, key, property] : properties_with("default")) {
    INFO(where);
    const auto& name = known.contains(where) ? where : key;
    REQUIRE(known.contains(name));
    CHECK(property["default"] == known[name]);
    seen.insert(name);
  }
  CHECK(seen.size() == known.size());
}
