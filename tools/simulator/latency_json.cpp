#include "simulator/latency_json.hpp"

#include "simulator/behavior_json.hpp"
#include "simulator/json_fields.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <string>

namespace bellwether::simulator {

using nlohmann::json;

namespace {

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
    model.ms = number_field(field, value, 0, longest_latency_ms);
  } else if (name == "sigma" && d == spread::lognormal) {
    model.sigma = number_field(field, value, 0, 5);
  } else if (name == "min_ms" && d == spread::uniform) {
    model.min_ms = number_field(field, value, 0, longest_latency_ms);
  } else if (name == "max_ms" && d == spread::uniform) {
    model.max_ms = number_field(field, value, 0, longest_latency_ms);
  } else {
    throw field_error{field, "unknown parameter of this distribution"};
  }
}

} // namespace

latency_model parse_latency(const json& value) {
  latency_model model;
  if (!value.is_object()) {
    model.ms = number_field("latency_ms", value, 0, longest_latency_ms);
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

} // namespace bellwether::simulator
