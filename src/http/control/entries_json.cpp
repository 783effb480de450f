#include "http/control/entries_json.hpp"

#include "domain/rfc3339.hpp"
#include "http/control/money_json.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <optional>

namespace bellwether::http {

using nlohmann::ordered_json;

namespace {

double milliseconds(std::chrono::microseconds t) {
  return std::chrono::duration<double, std::milli>{t}.count();
}

/// As the caller wrote it; a text that is no JSON as it is.
ordered_json metadata_of(const std::string& text) {
  if (text.empty())
    return nullptr;
  auto out = ordered_json::parse(text, nullptr, false);
  return out.is_discarded() ? ordered_json(text) : out;
}

void add_usage(ordered_json& to, const domain::usage& used) {
  to["prompt_tokens"] = used.prompt;
  to["cached_tokens"] = used.cached;
  to["cache_write_tokens"] = used.cache_write;
  to["completion_tokens"] = used.completion;
  to["reasoning_tokens"] = used.reasoning;
}

ordered_json entry_json(const storage::stored_entry& row) {
  const auto& e = row.what;
  ordered_json out{{"number", row.number},
                   {"at", domain::write_rfc3339(e.at)},
                   {"request_id", e.request_id},
                   {"attempt", e.attempt},
                   {"key", e.who.key},
                   {"team", text_or_null(e.who.team)},
                   {"route", e.who.route},
                   {"provider", e.who.provider},
                   {"model", e.who.model},
                   {"outcome", domain::to_string(e.outcome)},
                   {"failure", text_or_null(e.failure)},
                   {"stream", e.stream}};
  add_usage(out, e.used);
  put_money(out, "cost_usd", e.cost);
  put_money(out, "on_dearest_model_usd", e.dearest);
  out["priced"] = e.priced;
  out["estimated"] = e.estimated;
  out["latency_ms"] = milliseconds(e.latency);
  out["first_token_ms"] = e.first_token
                              ? ordered_json(milliseconds(*e.first_token))
                              : ordered_json(nullptr);
  out["metadata"] = metadata_of(e.metadata);
  out["hash"] = row.hash;
  return out;
}

} // namespace

std::string entries_json(const storage::entries_page& page) {
  auto all = ordered_json::array();
  for (const auto& row : page.entries)
    all.push_back(entry_json(row));
  return page_of(
      {{"requests", std::move(all)},
       {"next", page.next ? ordered_json(*page.next) : ordered_json(nullptr)}});
}

std::string ledger_json(const storage::ledger_status& now) {
  return page_of({{"failing", now.failing},
                  {"problem", text_or_null(now.problem)},
                  {"rows", now.rows},
                  {"oldest", now.oldest},
                  {"pending", now.pending},
                  {"lost", now.lost},
                  {"open_reservations", now.open_reservations},
                  {"file_bytes", now.file_bytes},
                  {"newest_hash", text_or_null(now.newest_hash)}});
}

} // namespace bellwether::http
