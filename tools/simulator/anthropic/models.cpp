#include "simulator/anthropic/models.hpp"

#include <algorithm>
#include <charconv>

namespace bellwether::simulator {

namespace {

/// The number that a part of a name is; -1 for a word or a date.
int small_number(std::string_view part) {
  int n = -1;
  const auto* end = part.data() + part.size();
  const bool number = !part.empty() && part.size() <= 2
                      && std::from_chars(part.data(), end, n).ptr == end;
  return number ? n : -1;
}

} // namespace

int claude_version(std::string_view model) {
  int major = -1;
  const auto at = model.find("claude-");
  model.remove_prefix(std::min(at, model.size()));
  while (!model.empty()) {
    const auto part = model.substr(0, model.find('-'));
    model.remove_prefix(std::min(part.size() + 1, model.size()));
    const auto n = small_number(part);
    if (major >= 0) {
      return major * 10 + std::max(n, 0);
    }
    major = n;
  }
  return std::max(major, 0) * 10;
}

bool refuses_sampling(std::string_view model) {
  return model.find("claude-sonnet-5") != std::string_view::npos;
}

} // namespace bellwether::simulator
