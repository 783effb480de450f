#include "simulator/sample_arguments.hpp"

#include <nlohmann/json.hpp>

namespace bellwether::simulator {

using nlohmann::json;

namespace {

constexpr int deepest = 16;

json sample(const json& schema, int depth);

json sample_object(const json& schema, int depth) {
  auto out = json::object();
  const auto properties = schema.value("properties", json::object());
  for (const auto& name : schema.value("required", json::array())) {
    if (name.is_string() && properties.contains(name.get<std::string>())) {
      out[name.get<std::string>()] =
          sample(properties[name.get<std::string>()], depth + 1);
    }
  }
  return out;
}

/// `schema` may be anything: it came from a client.
json sample(const json& schema, int depth) {
  if (!schema.is_object() || depth > deepest) {
    return json::object();
  }
  if (const auto e = schema.find("enum");
      e != schema.end() && e->is_array() && !e->empty()) {
    return e->front();
  }
  const auto type = schema.find("type");
  if (type == schema.end() || !type->is_string() || *type == "object") {
    return sample_object(schema, depth);
  }
  if (*type == "string") {
    return "simulated";
  }
  if (*type == "boolean") {
    return true;
  }
  if (*type == "array") {
    return json::array();
  }
  return *type == "null" ? json{} : json(1);
}

} // namespace

std::string sample_arguments(std::string_view schema) {
  const auto parsed = json::parse(schema, nullptr, false);
  try {
    return sample(parsed, 0).dump();
  } catch (const json::exception&) { // "properties" that is a number, say
    return "{}";
  }
}

} // namespace bellwether::simulator
