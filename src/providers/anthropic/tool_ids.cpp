#include "providers/anthropic/tool_ids.hpp"

#include <algorithm>
#include <cstdint>
#include <ranges>

namespace bellwether::providers::anthropic {

namespace {

constexpr std::size_t longest = 40;
constexpr std::size_t hash_digits = 8;

bool is_allowed(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
         || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

// FNV-1a, the same in every process: a conversation keeps its ids.
std::uint32_t hash_of(std::string_view text) {
  std::uint32_t hash = 2'166'136'261U;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 16'777'619U;
  }
  return hash;
}

std::string hex(std::uint32_t value) {
  std::string out(hash_digits, '0');
  for (char& digit : out | std::views::reverse) {
    digit = "0123456789abcdef"[value & 15U];
    value >>= 4U;
  }
  return out;
}

} // namespace

std::string clean_tool_id(std::string_view id) {
  if (!id.empty() && id.size() <= longest
      && std::all_of(id.begin(), id.end(), is_allowed))
    return std::string(id);
  std::string out(id.substr(0, longest - hash_digits - 1));
  std::replace_if(
      out.begin(), out.end(), [](char c) { return !is_allowed(c); }, '_');
  return out + "_" + hex(hash_of(id));
}

std::string tool_ids::of_call(std::string_view id) {
  const auto base = clean_tool_id(id);
  auto name = base;
  for (int n = 2; !used_.insert(name).second; ++n)
    name = base + "_" + std::to_string(n);
  latest_.insert_or_assign(std::string(id), name);
  return name;
}

std::string tool_ids::of_result(std::string_view id) const {
  const auto hit = latest_.find(id);
  return hit == latest_.end() ? clean_tool_id(id) : hit->second;
}

} // namespace bellwether::providers::anthropic
