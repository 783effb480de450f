#include "providers/gemini/tool_ids.hpp"

#include <algorithm>
#include <iterator>

namespace bellwether::providers::gemini {

namespace {

constexpr std::size_t longest_id = 40;
constexpr std::size_t longest_base = 26;

bool is_fit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
         || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

bool is_fit(std::string_view id) {
  return !id.empty() && id.size() <= longest_id
         && std::all_of(id.begin(), id.end(), [](char c) { return is_fit(c); });
}

// The end of an id is what tells it from its neighbours.
std::string ending_of(std::string_view id) {
  std::string out;
  std::copy_if(id.begin(), id.end(), std::back_inserter(out),
               [](char c) { return is_fit(c); });
  if (out.size() > longest_base)
    out.erase(0, out.size() - longest_base);
  return out;
}

} // namespace

tool_ids::tool_ids(std::string_view request_id, std::string_view response_id)
    : base_(ending_of(request_id)) {
  if (base_.empty())
    base_ = ending_of(response_id);
}

std::string tool_ids::take(std::string_view given) {
  std::string id(given);
  while (!is_fit(id) || !used_.insert(id).second)
    id = "call_" + base_ + "_" + std::to_string(made_++);
  return id;
}

} // namespace bellwether::providers::gemini
