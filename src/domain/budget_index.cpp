#include "domain/budget_index.hpp"

namespace bellwether::domain {

namespace {

void append_covering(const std::vector<budget>& rules,
                     const std::vector<std::uint32_t>& places,
                     const spender& who, std::vector<std::uint32_t>& to) {
  for (const std::uint32_t place : places)
    if (rules[place].scope.covers(who))
      to.push_back(place);
}

} // namespace

budget_index::budget_index(const std::vector<budget>& rules) {
  for (std::uint32_t place = 0; place < rules.size(); ++place) {
    const budget& rule = rules[place];
    by_name_.emplace(rule.name, place);
    if (rule.scope.keys.empty())
      for_all_keys_.push_back(place);
    for (const std::string& key : rule.scope.keys) {
      places& of_key = by_key_[key];
      // A key that is listed twice counts once.
      if (of_key.empty() || of_key.back() != place)
        of_key.push_back(place);
    }
  }
}

void budget_index::find(const std::vector<budget>& rules, const spender& who,
                        std::vector<std::uint32_t>& to) const {
  append_covering(rules, for_all_keys_, who, to);
  if (by_key_.empty())
    return;
  if (const auto found = by_key_.find(who.key); found != by_key_.end())
    append_covering(rules, found->second, who, to);
}

std::optional<std::uint32_t> budget_index::find(const std::string& name) const {
  const auto found = by_name_.find(name);
  if (found == by_name_.end())
    return std::nullopt;
  return found->second;
}

} // namespace bellwether::domain
