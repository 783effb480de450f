#include "surfaces/openai_request.hpp"

#include "providers/chat_messages.hpp"
#include "providers/json_dom.hpp"
#include "providers/request_body.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace bellwether::surfaces {

namespace {

using json = nlohmann::ordered_json;
using providers::request_problem;
namespace dom = providers::dom;

// An object that keeps its order is searched from its start for each member.
constexpr std::size_t max_members = 2048;

bool too_wide(const dom::element& value) {
  dom::object object;
  dom::array array;
  if (value.get_object().get(object) == simdjson::SUCCESS)
    return object.size() > max_members
           || std::any_of(object.begin(), object.end(), [](const auto& field) {
                return too_wide(field.value);
              });
  if (value.get_array().get(array) == simdjson::SUCCESS)
    return std::any_of(array.begin(), array.end(), too_wide);
  return false;
}

problem check_body(std::string_view body) {
  // This parse also bounds the depth for the one that follows.
  const auto root = providers::read_object(body);
  if (const auto* wrong = std::get_if<request_problem>(&root))
    return *wrong;
  if (too_wide(std::get<dom::element>(root)))
    return request_problem{
        "The body holds an object with more than 2048 members.", "",
        "invalid_value"};
  return std::nullopt;
}

std::string joined(const std::string& path, const char* name) {
  return path.empty() ? std::string(name) : path + "." + name;
}

} // namespace

std::variant<json, request_problem> parse_request(std::string_view body) {
  if (auto fault = check_body(body))
    return *std::move(fault);
  auto parsed = json::parse(body, nullptr, false);
  if (!parsed.is_object())
    return request_problem{"The body is not valid JSON.", "", ""};
  auto root = json::object();
  for (auto& [key, value] : parsed.items()) {
    if (!value.is_null())
      root.emplace(key, std::move(value));
  }
  return root;
}

request_problem unsupported(std::string param, std::string_view remedy) {
  auto message = "'" + param + "' is not supported here. ";
  message += remedy;
  return {std::move(message), std::move(param), "unsupported_parameter"};
}

request_problem unsupported_value(std::string param, std::string_view value,
                                  std::string_view remedy) {
  auto message = "'" + param + "': ";
  message += value;
  message += " is not supported here. ";
  message += remedy;
  return {std::move(message), std::move(param), "unsupported_value"};
}

json* member(json& object, const char* name) {
  if (!object.is_object())
    return nullptr;
  const auto found = object.find(name);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

problem take_text(json& object, const std::string& path, const char* name,
                  std::string& out) {
  auto* value = member(object, name);
  if (value == nullptr)
    return std::nullopt;
  if (!value->is_string())
    return providers::wrong_type(joined(path, name), "a string");
  out = std::move(value->get_ref<std::string&>());
  return std::nullopt;
}

problem need_text(json& object, const std::string& path, const char* name,
                  std::string_view wanted, std::string& out) {
  if (member(object, name) == nullptr)
    return providers::missing(joined(path, name), wanted);
  return take_text(object, path, name, out);
}

std::string to_text(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string plain_id(std::string_view id) {
  constexpr std::size_t max_bytes = 48;
  std::string out;
  for (const char c : id) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
                       || (c >= '0' && c <= '9') || c == '_' || c == '-';
    if (plain && out.size() < max_bytes)
      out += c;
  }
  return out;
}

} // namespace bellwether::surfaces
