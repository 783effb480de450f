#include "domain/caller_key.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>

namespace bellwether::domain {

namespace {

constexpr std::size_t most_decimals = 9; ///< a nano-dollar
constexpr std::int64_t nanos_of_dollar = 1'000'000'000;

// Digits and nothing else; nothing if they are more than 64 bits hold.
std::optional<std::int64_t> digits(std::string_view text) {
  std::int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end || text.front() == '-')
    return std::nullopt;
  return number;
}

// "50", "2.50": exact, however many of the nine decimals there are.
std::optional<money> dollars(std::string_view text) {
  const auto point = text.find('.');
  std::string decimals{point == text.npos ? "0" : text.substr(point + 1)};
  if (decimals.empty() || decimals.size() > most_decimals)
    return std::nullopt;
  decimals.resize(most_decimals, '0');
  const auto whole = digits(text.substr(0, point));
  const auto part = digits(decimals);
  if (!whole || !part)
    return std::nullopt;
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  if (*whole > (most - *part) / nanos_of_dollar)
    return std::nullopt;
  return money::nanos(*whole * nanos_of_dollar + *part);
}

} // namespace

std::optional<key_budget> parse_key_budget(std::string_view text) {
  const auto slash = text.find('/');
  const auto limit = dollars(text.substr(0, slash));
  const auto period =
      parse_period(slash == text.npos ? "month" : text.substr(slash + 1));
  if (!limit || !period)
    return std::nullopt;
  return key_budget{*limit, *period};
}

bool caller_key::may_ask_for(std::string_view model) const {
  return models.empty() || std::ranges::find(models, model) != models.end();
}

std::vector<budget> budgets_of(const std::vector<caller_key>& keys) {
  std::vector<budget> out;
  for (const caller_key& key : keys) {
    // Nobody spends with one that was revoked.
    if (!key.budget || key.revoked)
      continue;
    budget& b = out.emplace_back();
    b.name = "key " + key.name;
    b.scope.keys = {key.name};
    b.limit = key.budget->limit;
    b.period = key.budget->period;
  }
  return out;
}

} // namespace bellwether::domain
