#include "simulator/journal.hpp"

#include "simulator/behavior_json.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <utility>

namespace bellwether::simulator {

using nlohmann::json;

namespace {

double ms(clock::duration d) {
  const auto exact = std::chrono::duration<double, std::milli>{d}.count();
  return std::round(exact * 1000) / 1000;
}

std::string_view outcome(const journal_entry& e) {
  if (e.finished) {
    return "finished";
  }
  if (e.closed_at) {
    return "client_gone";
  }
  return e.over ? "broken_off" : "running";
}

} // namespace

void journal::add(std::shared_ptr<const journal_entry> entry) {
  bytes_ += entry->body.size();
  entries_.push_back(std::move(entry));
  while (entries_.size() > most_entries || bytes_ > most_bytes) {
    bytes_ -= entries_.front()->body.size();
    entries_.pop_front();
    ++forgotten_;
  }
}

void journal::clear() {
  entries_.clear();
  bytes_ = 0;
  forgotten_ = 0;
}

json to_json(const journal_entry& e) {
  auto headers = json::object();
  for (const auto& [name, value] : e.headers) {
    headers[name] = value;
  }
  json out{{"seq", e.sequence},
           {"at_ms", ms(e.at)},
           {"provider", e.provider},
           {"connection", e.connection},
           {"method", e.method},
           {"path", e.path},
           {"headers", std::move(headers)},
           {"body", e.body},
           {"body_bytes", e.body_bytes},
           {"status", e.status == 0 ? json{} : json(e.status)},
           {"fault", name_of(e.fault)},
           {"stream", e.stream},
           {"usage",
            {{"prompt_tokens", e.prompt_tokens},
             {"completion_tokens", e.completion_tokens},
             {"total_tokens", e.prompt_tokens + e.completion_tokens}}},
           {"completion_tokens", e.completion_tokens},
           {"bill", to_json(e.costs)},
           {"outcome", outcome(e)},
           {"finished", e.finished},
           {"client_gone", e.closed_at.has_value()},
           {"client_gone_after_ms", nullptr},
           {"closed_at_ms", nullptr}};
  if (e.closed_at) {
    out["client_gone_after_ms"] = ms(*e.closed_at - e.at);
    out["closed_at_ms"] = ms(*e.closed_at);
  }
  return out;
}

} // namespace bellwether::simulator
