#include "simulator/json_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace bellwether::simulator {

std::string json_text(std::string_view text) {
  const bool simple = std::ranges::all_of(text, [](char c) {
    return c >= ' ' && c <= '~' && c != '"' && c != '\\';
  });
  if (simple) {
    return std::string{"\""}.append(text).append("\"");
  }
  using nlohmann::json;
  return json(text).dump(-1, ' ', false, json::error_handler_t::replace);
}

} // namespace bellwether::simulator
