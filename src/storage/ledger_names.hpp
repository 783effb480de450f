#pragma once

#include "domain/budget.hpp"

#include <SQLiteCpp/Database.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>

namespace bellwether::storage {

/// The ids of key, team, route, provider and model, in this order.
using name_ids = std::array<std::int64_t, 5>;

inline constexpr std::array<const char*, 5> name_columns{"key", "team", "route",
                                                         "provider", "model"};

/// Names as small numbers in the ledger's file, remembered both ways. Behind
/// a transaction that did not come about, forget() brings it in step.
class ledger_names {
public:
  explicit ledger_names(SQLite::Database& in);

  /// Gives new names their numbers, within the transaction under way.
  name_ids enter(const domain::spender& who);

  /// The newest id, for forget().
  std::int64_t newest() const { return newest_; }

  /// What came behind the id `newest` is not in the file.
  void forget(std::int64_t newest);

  /// 0: no such name is in the file.
  std::int64_t find(const std::string& text);

  /// "" for an id that is not in the file.
  const std::string& text(std::int64_t id);

  domain::spender spender(const name_ids& ids);

  /// " AND team IN (1,2)", so that rows in the scope are left.
  std::string condition(const domain::budget_scope& only);

private:
  std::int64_t enter(const std::string& text);
  void remember(std::int64_t id, const std::string& text);

  SQLite::Database& file_;
  std::unordered_map<std::string, std::int64_t> ids_;
  std::unordered_map<std::int64_t, std::string> texts_;
  std::int64_t newest_ = 0;
};

} // namespace bellwether::storage
