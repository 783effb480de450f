#include "providers/gemini/google_options.hpp"

#include "providers/json_members.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>

namespace bellwether::providers::gemini {

namespace {

using nlohmann::ordered_json;

std::optional<std::string_view> find_path(
    std::string_view object, std::initializer_list<std::string_view> path) {
  std::optional<std::string_view> value = object;
  for (const auto name : path) {
    if (value)
      value = find_member(*value, name);
  }
  return value;
}

// The option wherever callers put it, if it starts as its type does.
ordered_json option(std::string_view body, std::string_view name,
                    char opening) {
  for (const auto& value : {find_path(body, {name}),
                            find_path(body, {"extra_body", "google", name}),
                            find_path(body, {"google", name})}) {
    if (value && value->starts_with(opening))
      return ordered_json::parse(*value, nullptr, false);
  }
  return nullptr;
}

} // namespace

void copy_google_options(std::string_view body, ordered_json& out) {
  if (auto settings = option(body, "safety_settings", '['); settings.is_array())
    out["safetySettings"] = std::move(settings);
  if (auto content = option(body, "cached_content", '"'); content.is_string())
    out["cachedContent"] = std::move(content);
  // Google takes a budget or a level, never both: the caller's own word counts.
  if (auto thinking = option(body, "thinking_config", '{');
      thinking.is_object())
    out["generationConfig"]["thinkingConfig"] = std::move(thinking);
}

bool is_google_option(std::string_view name) {
  constexpr std::array<std::string_view, 5> names{
      "safety_settings", "cached_content", "thinking_config", "google",
      "extra_body"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

} // namespace bellwether::providers::gemini
