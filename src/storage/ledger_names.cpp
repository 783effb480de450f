#include "storage/ledger_names.hpp"

#include <SQLiteCpp/Statement.h>

#include <algorithm>
#include <vector>

namespace bellwether::storage {

namespace {

constexpr std::array fields{&domain::spender::key, &domain::spender::team,
                            &domain::spender::route, &domain::spender::provider,
                            &domain::spender::model};

constexpr std::array lists{
    &domain::budget_scope::keys, &domain::budget_scope::teams,
    &domain::budget_scope::routes, &domain::budget_scope::providers,
    &domain::budget_scope::models};

} // namespace

ledger_names::ledger_names(SQLite::Database& in) : file_{in} {
  SQLite::Statement all{file_, "SELECT id, text FROM names"};
  while (all.executeStep())
    remember(all.getColumn(0).getInt64(), all.getColumn(1).getString());
}

void ledger_names::remember(std::int64_t id, const std::string& text) {
  ids_[text] = id;
  texts_[id] = text;
  newest_ = std::max(newest_, id);
}

std::int64_t ledger_names::enter(const std::string& text) {
  if (const auto known = ids_.find(text); known != ids_.end())
    return known->second;
  const auto id = newest_ + 1;
  SQLite::Statement insert{file_, "INSERT INTO names VALUES(?, ?)"};
  insert.bind(1, id);
  insert.bindNoCopy(2, text);
  insert.exec();
  remember(id, text);
  return id;
}

name_ids ledger_names::enter(const domain::spender& who) {
  name_ids out{};
  for (std::size_t i = 0; i < fields.size(); ++i)
    out.at(i) = enter(who.*fields.at(i));
  return out;
}

void ledger_names::forget(std::int64_t newest) {
  for (; newest_ > newest; --newest_) {
    const auto gone = texts_.find(newest_);
    ids_.erase(gone->second);
    texts_.erase(gone);
  }
}

std::int64_t ledger_names::find(const std::string& text) {
  if (const auto known = ids_.find(text); known != ids_.end())
    return known->second;
  // The owner may have come to know it since.
  SQLite::Statement query{file_, "SELECT id FROM names WHERE text = ?"};
  query.bindNoCopy(1, text);
  if (!query.executeStep())
    return 0;
  remember(query.getColumn(0).getInt64(), text);
  return ids_.at(text);
}

const std::string& ledger_names::text(std::int64_t id) {
  static const std::string none;
  if (const auto known = texts_.find(id); known != texts_.end())
    return known->second;
  SQLite::Statement query{file_, "SELECT text FROM names WHERE id = ?"};
  query.bind(1, id);
  if (!query.executeStep())
    return none;
  remember(id, query.getColumn(0).getString());
  return texts_.at(id);
}

domain::spender ledger_names::spender(const name_ids& ids) {
  domain::spender out;
  for (std::size_t i = 0; i < fields.size(); ++i)
    out.*fields.at(i) = text(ids.at(i));
  return out;
}

std::string ledger_names::condition(const domain::budget_scope& only) {
  std::string out;
  for (std::size_t i = 0; i < lists.size(); ++i) {
    const auto& names = only.*lists.at(i);
    if (names.empty())
      continue;
    std::string in;
    for (const auto& name : names)
      in += (in.empty() ? "" : ",") + std::to_string(find(name));
    out += std::string{" AND "} + name_columns.at(i) + " IN (" + in + ")";
  }
  return out;
}

} // namespace bellwether::storage
