#include "providers/gemini/model_name.hpp"

#include <algorithm>
#include <charconv>

namespace bellwether::providers::gemini {

namespace {

constexpr std::string_view folder = "models/";

std::string_view without_folder(std::string_view name) {
  if (name.starts_with(folder))
    name.remove_prefix(folder.size());
  return name;
}

int take_number(std::string_view& text) {
  int number = 0;
  const auto* end = text.data() + text.size();
  const auto stop = std::from_chars(text.data(), end, number).ptr;
  text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
  return number;
}

// The version at the front: "2.5-pro" is 25, "3-flash" is 30.
int generation_of(std::string_view version) {
  const int major = std::clamp(take_number(version), 0, 99);
  if (!version.starts_with('.'))
    return 10 * major;
  version.remove_prefix(1);
  return 10 * major + std::clamp(take_number(version), 0, 9);
}

bool has(std::string_view name, std::string_view word) {
  return name.find(word) != name.npos;
}

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
         || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_'
         || c == '~';
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (is_plain(c)) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += digits[byte >> 4U];
    out += digits[byte & 15U];
  }
  return out;
}

} // namespace

model_name read_model_name(std::string_view name) {
  constexpr std::string_view family = "gemini-";
  model_name out;
  const auto at = name.rfind('/');
  if (at != name.npos)
    name.remove_prefix(at + 1);
  if (!name.starts_with(family))
    return out;
  name.remove_prefix(family.size());
  out.generation = generation_of(name);
  out.pro = has(name, "pro");
  out.lite = has(name, "lite");
  out.latest = out.generation == 0 && name.ends_with("latest");
  if (out.latest)
    out.generation = 30;
  return out;
}

std::string method_path(std::string_view name, std::string_view method) {
  std::string out = "/models/";
  out += percent_encoded(without_folder(name));
  out += ':';
  out += method;
  return out;
}

std::string resource_name(std::string_view name) {
  return std::string(folder) + std::string(without_folder(name));
}

} // namespace bellwether::providers::gemini
