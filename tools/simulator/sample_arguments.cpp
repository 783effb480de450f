#include "simulator/sample_arguments.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace bellwether::simulator {

using json = nlohmann::ordered_json;

namespace {

constexpr int deepest = 16;

/// Makes values for the parts of one schema. The schema came from a client and
/// may be anything.
class sampler {
public:
  explicit sampler(const json& root) : root_{root} {}

  json sample(const json& schema, int depth) const {
    if (!schema.is_object() || depth > deepest) {
      return json::object();
    }
    if (const auto* target = referenced(schema)) {
      return sample(*target, depth + 1);
    }
    if (const auto fixed = schema.find("const"); fixed != schema.end()) {
      return *fixed;
    }
    for (const auto* name : {"enum", "anyOf", "oneOf", "allOf"}) {
      const auto list = schema.find(name);
      if (list != schema.end() && list->is_array() && !list->empty()) {
        return *name == 'e' ? list->front() : sample(list->front(), depth + 1);
      }
    }
    return of_type(type_of(schema), schema, depth);
  }

private:
  const json* referenced(const json& schema) const {
    const auto ref = schema.find("$ref");
    if (ref == schema.end() || !ref->is_string()) {
      return nullptr;
    }
    const auto text = ref->get<std::string>();
    if (!text.starts_with('#')) {
      return nullptr;
    }
    const json::json_pointer at{text.substr(1)};
    return root_.contains(at) ? &root_.at(at) : nullptr;
  }

  /// In lower case: Gemini writes STRING where others write string.
  static std::string type_of(const json& schema) {
    auto type = schema.value("type", json{});
    if (type.is_array() && !type.empty()) {
      type = type.front();
    }
    auto name = type.is_string() ? type.get<std::string>() : "object";
    std::ranges::transform(name, name.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return name;
  }

  json of_type(const std::string& type, const json& schema, int depth) const {
    if (type == "object") {
      return object(schema, depth);
    }
    if (type == "array") {
      const auto n = schema.value("minItems", 0U);
      json items(std::min(n, 100U),
                 sample(schema.value("items", json::object()), depth + 1));
      return items;
    }
    if (type == "string") {
      return string(schema);
    }
    if (type == "boolean") {
      return true;
    }
    return type == "null" ? json{} : schema.value("minimum", json(1));
  }

  static json string(const json& schema) {
    constexpr std::size_t longest = 1000;
    std::string text{"simulated"};
    const auto least = schema.value("minLength", text.size());
    const auto most = schema.value("maxLength", longest);
    text.resize(std::min(std::max(text.size(), least), longest), '-');
    text.resize(std::min(text.size(), most));
    return text;
  }

  json object(const json& schema, int depth) const {
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

  const json& root_;
};

} // namespace

std::string sample_arguments(std::string_view schema) {
  const auto parsed = json::parse(schema, nullptr, false);
  try {
    return sampler{parsed}.sample(parsed, 0).dump();
  } catch (const json::exception&) { // "properties" that is a number, say
    return "{}";
  }
}

} // namespace bellwether::simulator
