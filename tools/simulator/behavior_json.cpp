#include "simulator/behavior_json.hpp"

#include "simulator/fault_json.hpp"
#include "simulator/flapping.hpp"
#include "simulator/json_fields.hpp"
#include "simulator/latency_json.hpp"
#include "simulator/limits_json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <string>

namespace bellwether::simulator {

using nlohmann::json;

namespace {

quirk_set parse_quirks(const json& value) {
  if (!value.is_array()) {
    throw field_error{"quirks", "expected a list of names"};
  }
  quirk_set quirks;
  for (const auto& item : value) {
    const auto q = quirk_named(text_field("quirks", item));
    if (!q) {
      throw field_error{"quirks", "unknown quirk; known are " + known_quirks()};
    }
    quirks.add(*q);
  }
  return quirks;
}

json quirks_to_json(quirk_set quirks) {
  auto list = json::array();
  for (unsigned i = 0; i < quirk_count; ++i) {
    if (quirks.has(static_cast<quirk>(i))) {
      list.push_back(name_of(static_cast<quirk>(i)));
    }
  }
  return list;
}

void set_count(std::optional<std::size_t>& to, const char* name,
               const json& value, std::uint64_t least, std::uint64_t most) {
  to.reset();
  if (!value.is_null()) {
    to = count_field(name, value, least, most);
  }
}

template <class T>
json or_null(const std::optional<T>& value) {
  return value ? json(*value) : json{};
}

struct field_row {
  std::string_view name;
  /// Puts `value` into `to`; a null value puts the default of `from` there.
  void (*set)(behavior& to, const json& value, const behavior& from);
};

constexpr double most_tokens_per_second = 1e6;
constexpr std::uint64_t most_tokens = 100'000;
constexpr std::uint64_t most_cached_tokens = 1'000'000'000;
constexpr std::uint64_t most_times = 1'000'000'000;

constexpr auto fields = std::to_array<field_row>({
    {"latency_ms",
     [](behavior& to, const json& v, const behavior& from) {
       to.latency = v.is_null() ? from.latency : parse_latency(v);
     }},
    {"tokens_per_second",
     [](behavior& to, const json& v, const behavior& from) {
       to.tokens_per_second = v.is_null()
                                  ? from.tokens_per_second
                                  : number_field("tokens_per_second", v, 0,
                                                 most_tokens_per_second);
     }},
    {"chunk_interval_ms",
     [](behavior& to, const json& v, const behavior&) {
       to.chunk_interval_ms.reset();
       if (!v.is_null()) {
         to.chunk_interval_ms =
             number_field("chunk_interval_ms", v, 0, longest_latency_ms);
       }
     }},
    {"tokens",
     [](behavior& to, const json& v, const behavior&) {
       set_count(to.tokens, "tokens", v, 1, most_tokens);
     }},
    {"cache_read_tokens",
     [](behavior& to, const json& v, const behavior&) {
       set_count(to.cache_read_tokens, "cache_read_tokens", v, 0,
                 most_cached_tokens);
     }},
    {"cache_write_tokens",
     [](behavior& to, const json& v, const behavior&) {
       set_count(to.cache_write_tokens, "cache_write_tokens", v, 0,
                 most_cached_tokens);
     }},
    {"quirks",
     [](behavior& to, const json& v, const behavior& from) {
       to.quirks = v.is_null() ? from.quirks : parse_quirks(v);
     }},
    {"required_key",
     [](behavior& to, const json& v, const behavior&) {
       to.required_key =
           v.is_null() ? std::string{} : text_field("required_key", v);
     }},
    {"error_rate",
     [](behavior& to, const json& v, const behavior& from) {
       to.error_rate =
           v.is_null() ? from.error_rate : number_field("error_rate", v, 0, 1);
     }},
    {"fault",
     [](behavior& to, const json& v, const behavior&) {
       to.fault = v.is_null() ? fault_plan{} : parse_fault(v);
     }},
    {"limits",
     [](behavior& to, const json& v, const behavior& from) {
       to.limits = v.is_null() ? from.limits : parse_limits(v);
     }},
    {"times",
     [](behavior& to, const json& v, const behavior&) {
       to.times.reset();
       if (!v.is_null()) {
         to.times = count_field("times", v, 1, most_times);
       }
     }},
});

} // namespace

behavior merge_behavior(behavior base, const json& changes,
                        const behavior& initial) {
  if (!changes.is_object()) {
    throw field_error{"", "expected a JSON object"};
  }
  // A new fault does not inherit the count of the old one.
  if (changes.contains("fault")) {
    base.times.reset();
  }
  for (const auto& [name, value] : changes.items()) {
    const auto* row = std::ranges::find(fields, name, &field_row::name);
    if (row == fields.end()) {
      throw field_error{name, "unknown field"};
    }
    row->set(base, value, initial);
  }
  if (base.times && can_refuse(base.fault)) {
    throw field_error{"times", "refuse hits connections, not requests"};
  }
  return base;
}

json to_json(const behavior& b) {
  return {{"latency_ms", latency_to_json(b.latency)},
          {"tokens_per_second", b.tokens_per_second},
          {"chunk_interval_ms", or_null(b.chunk_interval_ms)},
          {"tokens", or_null(b.tokens)},
          {"cache_read_tokens", or_null(b.cache_read_tokens)},
          {"cache_write_tokens", or_null(b.cache_write_tokens)},
          {"quirks", quirks_to_json(b.quirks)},
          {"required_key",
           b.required_key.empty() ? json{} : json(masked(b.required_key))},
          {"error_rate", b.error_rate},
          {"fault", fault_to_json(b.fault)},
          {"times", or_null(b.times)},
          {"limits", limits_to_json(b.limits)}};
}

std::string masked(std::string_view secret) {
  constexpr std::size_t shown = 4;
  constexpr std::size_t long_enough = 12;
  if (secret.size() < long_enough) {
    return "****";
  }
  return "****" + std::string{secret.substr(secret.size() - shown)};
}

} // namespace bellwether::simulator
