#pragma once

#include "domain/budget.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace bellwether::domain {

/// Finds budgets by their places in a list of rules. Those of other keys are
/// not looked at: there may be thousands.
class budget_index {
public:
  explicit budget_index(const std::vector<budget>& rules);

  /// Appends the places of the `rules`, the same as before, that cover `who`.
  void find(const std::vector<budget>& rules, const spender& who,
            std::vector<std::uint32_t>& to) const;

  /// Where the budget of that name is.
  std::optional<std::uint32_t> find(const std::string& name) const;

private:
  using places = std::vector<std::uint32_t>;

  places for_all_keys_;
  std::unordered_map<std::string, places> by_key_;
  std::unordered_map<std::string, std::uint32_t> by_name_;
};

} // namespace bellwether::domain
