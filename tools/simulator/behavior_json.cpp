#include "simulator/behavior_json.hpp"

#include "simulator/fault_json.hpp"
#include "simulator/json_fields.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <string>

namespace bellwether::simulator {

using nlohmann::json;

namespace {

constexpr double longest_ms = 600'000;
constexpr std::array<std::string_view, 4> spreads{"fixed", "uniform",
                                                  "exponential", "lognormal"};

spread parse_spread(const json& value) {
  const auto name = text_field("latency_ms.distribution", value);
  const auto* at = std::ranges::find(spreads, name);
  if (at == spreads.end()) {
    throw field_error{"latency_ms.distribution",
                      "expected fixed, uniform, exponential or lognormal"};
  }
  return static_cast<spread>(at - spreads.begin());
}

/// The parameter that carries latency_model::ms under this distribution.
std::string_view value_name(spread distribution) {
  switch (distribution) {
    case spread::fixed:
      return "ms";
    case spread::exponential:
      return "mean_ms";
    case spread::lognormal:
      return "median_ms";
    case spread::uniform:
      break;
  }
  return {};
}

void set_latency_parameter(latency_model& model, const std::string& name,
                           const json& value) {
  const auto field = "latency_ms." + name;
  const auto d = model.distribution;
  if (name == value_name(d)) {
    model.ms = number_field(field, value, 0, longest_ms);
  } else if (name == "sigma" && d == spread::lognormal) {
    model.sigma = number_field(field, value, 0, 5);
  } else if (name == "min_ms" && d == spread::uniform) {
    model.min_ms = number_field(field, value, 0, longest_ms);
  } else if (name == "max_ms" && d == spread::uniform) {
    model.max_ms = number_field(field, value, 0, longest_ms);
  } else {
    throw field_error{field, "unknown parameter of this distribution"};
  }
}

latency_model parse_latency(const json& value) {
  latency_model model;
  if (!value.is_object()) {
    model.ms = number_field("latency_ms", value, 0, longest_ms);
    return model;
  }
  if (!value.contains("distribution")) {
    throw field_error{"latency_ms.distribution", "missing"};
  }
  model.distribution = parse_spread(value["distribution"]);
  for (const auto& [name, item] : value.items()) {
    if (name != "distribution") {
      set_latency_parameter(model, name, item);
    }
  }
  if (model.max_ms < model.min_ms) {
    throw field_error{"latency_ms.max_ms", "less than min_ms"};
  }
  return model;
}

json latency_to_json(const latency_model& model) {
  if (model.distribution == spread::fixed) {
    return model.ms;
  }
  json out{
      {"distribution", spreads[static_cast<std::size_t>(model.distribution)]}};
  if (model.distribution == spread::uniform) {
    out["min_ms"] = model.min_ms;
    out["max_ms"] = model.max_ms;
    return out;
  }
  out[std::string{value_name(model.distribution)}] = model.ms;
  if (model.distribution == spread::lognormal) {
    out["sigma"] = model.sigma;
  }
  return out;
}

struct field_row {
  std::string_view name;
  /// Puts `value` into `to`; a null value puts the default of `from` there.
  void (*set)(behavior& to, const json& value, const behavior& from);
};

constexpr double most_tokens_per_second = 1e6;
constexpr std::uint64_t most_tokens = 100'000;
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
             number_field("chunk_interval_ms", v, 0, longest_ms);
       }
     }},
    {"tokens",
     [](behavior& to, const json& v, const behavior&) {
       to.tokens.reset();
       if (!v.is_null()) {
         to.tokens = count_field("tokens", v, 1, most_tokens);
       }
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
  if (base.times && base.fault.kind == fault_kind::refuse) {
    throw field_error{"times", "refuse hits connections, not requests"};
  }
  return base;
}

json to_json(const behavior& b) {
  json out{{"latency_ms", latency_to_json(b.latency)},
           {"tokens_per_second", b.tokens_per_second},
           {"chunk_interval_ms", nullptr},
           {"tokens", nullptr},
           {"required_key", nullptr},
           {"error_rate", b.error_rate},
           {"fault", fault_to_json(b.fault)},
           {"times", nullptr}};
  if (b.chunk_interval_ms) {
    out["chunk_interval_ms"] = *b.chunk_interval_ms;
  }
  if (b.tokens) {
    out["tokens"] = *b.tokens;
  }
  if (!b.required_key.empty()) {
    out["required_key"] = masked(b.required_key);
  }
  if (b.times) {
    out["times"] = *b.times;
  }
  return out;
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
