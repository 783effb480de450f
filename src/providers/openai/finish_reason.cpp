#include "providers/openai/finish_reason.hpp"

#include <algorithm>
#include <initializer_list>
#include <string>

namespace bellwether::providers {

namespace {

bool speaks_of(std::string_view reason,
               std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(words, [reason](std::string_view word) {
    return reason.find(word) != reason.npos;
  });
}

// What others say: "eos", "end_turn", "MAX_TOKENS", "SAFETY" and so on.
std::string_view translated(std::string_view reason, bool has_calls) {
  std::string low(reason);
  for (char& c : low)
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  if (speaks_of(low, {"length", "max_", "token_limit", "context_window"}))
    return "length";
  if (speaks_of(low, {"safety", "content_", "refus", "recitation", "blocklist",
                      "prohibited", "sensitive", "spii"}))
    return "content_filter";
  return has_calls ? "tool_calls" : "stop";
}

} // namespace

bool is_finish_reason(std::string_view reason) {
  return reason == "stop" || reason == "tool_calls" || reason == "length"
         || reason == "content_filter" || reason == "function_call";
}

std::string_view strict_finish_reason(std::string_view reason, bool has_calls,
                                      stop_with_calls stop) {
  if (reason == "stop" && has_calls && stop == stop_with_calls::is_tool_calls)
    return "tool_calls";
  return is_finish_reason(reason) ? reason : translated(reason, has_calls);
}

} // namespace bellwether::providers
