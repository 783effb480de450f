#include "providers/anthropic/model_name.hpp"

namespace bellwether::providers::anthropic {

namespace {

using domain::reasoning_control;

constexpr claude_version first_with_budget{3, 7};
constexpr claude_version first_with_schemas{4, 1};
constexpr claude_version first_adaptive{4, 6};
constexpr claude_version first_without_sampling{4, 7};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_word(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// The next run of letters and digits, off the front of `rest`.
std::string_view take_word(std::string_view& rest) {
  while (!rest.empty() && !is_word(rest.front()))
    rest.remove_prefix(1);
  std::size_t size = 0;
  while (size < rest.size() && is_word(rest[size]))
    ++size;
  const auto word = rest.substr(0, size);
  rest.remove_prefix(size);
  return word;
}

// Dates have eight digits, versions one or two.
std::optional<int> short_number(std::string_view word) {
  if (word.empty() || word.size() > 2)
    return std::nullopt;
  int number = 0;
  for (const char c : word) {
    if (!is_digit(c))
      return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number;
}

reasoning_control control_of(std::optional<claude_version> version) {
  if (!version || *version < first_with_budget)
    return reasoning_control::none;
  return *version < first_adaptive ? reasoning_control::budget
                                   : reasoning_control::adaptive;
}

} // namespace

std::optional<claude_version> version_in(std::string_view model) {
  const auto start = model.find("claude");
  if (start == model.npos)
    return std::nullopt;
  auto rest = model.substr(start);
  while (!rest.empty()) {
    if (const auto major = short_number(take_word(rest)))
      return claude_version{*major, short_number(take_word(rest)).value_or(0)};
  }
  return std::nullopt;
}

abilities abilities_of(const target& t) {
  abilities out;
  out.version = version_in(t.upstream_model);
  out.reasoning = t.traits.reasoning == reasoning_control::automatic
                      ? control_of(out.version)
                      : t.traits.reasoning;
  out.sampling = t.traits.sampling.value_or(
      !out.version || *out.version < first_without_sampling);
  out.schemas = !out.older_than(first_with_schemas);
  return out;
}

} // namespace bellwether::providers::anthropic
