#include "surfaces/messages/fields.hpp"

#include "providers/chat_messages.hpp"
#include "providers/safe_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace bellwether::surfaces::anthropic {

namespace {

// Of the object at `path`, which is "" for the whole body.
std::string member_path(const std::string& path, std::string_view name) {
  return path.empty() ? std::string(name) : path + "." + std::string(name);
}

// The caller's word. What is no plain word may be a key that went astray.
std::string shown(std::string_view what) {
  constexpr std::size_t most = 64;
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  };
  const bool is_word =
      what.size() <= most && std::all_of(what.begin(), what.end(), plain);
  return is_word ? std::string(what) : providers::safe_text(what, most);
}

} // namespace

const json* find(const json& object, std::string_view name) {
  if (!object.is_object())
    return nullptr;
  const auto hit = object.find(name);
  return hit == object.end() || hit->is_null() ? nullptr : &*hit;
}

std::string item_path(std::string_view array, std::size_t index) {
  return std::string(array) + "[" + std::to_string(index) + "]";
}

void fault_log::wrong_type(std::string path, std::string_view wanted) {
  note(providers::wrong_type(std::move(path), wanted));
}

void fault_log::missing(std::string path, std::string_view wanted) {
  note(providers::missing(std::move(path), wanted));
}

void fault_log::unsupported(std::string path, std::string_view what,
                            std::string_view remedy) {
  auto message = "'" + path + "' is '" + shown(what)
                 + "', which Bellwether cannot carry to every provider: "
                 + std::string(remedy) + ".";
  note({std::move(message), std::move(path), "unsupported_value"});
}

std::string fault_log::text(const json& object, const std::string& path,
                            std::string_view name) {
  if (!object.is_object())
    wrong_type(path, "an object");
  else if (find(object, name) == nullptr)
    missing(member_path(path, name), "a string");
  return optional_text(object, path, name);
}

std::string fault_log::optional_text(const json& object,
                                     const std::string& path,
                                     std::string_view name) {
  const auto* value = find(object, name);
  if (value == nullptr)
    return {};
  if (value->is_string())
    return value->get<std::string>();
  wrong_type(member_path(path, name), "a string");
  return {};
}

bool fault_log::flag(const json& object, const std::string& path,
                     std::string_view name) {
  const auto* value = find(object, name);
  if (value == nullptr)
    return false;
  if (value->is_boolean())
    return value->get<bool>();
  wrong_type(member_path(path, name), "true or false");
  return false;
}

void fault_log::note(providers::request_problem problem) {
  if (!first_)
    first_ = std::move(problem);
}

} // namespace bellwether::surfaces::anthropic
