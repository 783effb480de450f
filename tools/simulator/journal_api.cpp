#include "simulator/journal_api.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <optional>

namespace bellwether::simulator {

using nlohmann::json;

namespace {

constexpr std::size_t most_listed = 10'000;

using entry_list = std::vector<std::shared_ptr<const journal_entry>>;

struct journal_query {
  std::vector<provider*> chosen;
  std::optional<std::uint64_t> after; ///< only later ones, the oldest first
  std::size_t limit = 1000;
};

template <class Number>
bool read_number(std::string_view text, Number& out) {
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, out);
  return read.ec == std::errc{} && read.ptr == end;
}

/// One parameter; the refusal of it if it is wrong.
std::optional<http_reply> read_parameter(provider_list& all,
                                         std::string_view name,
                                         std::string_view value,
                                         journal_query& q) {
  if (name == "provider") {
    q.chosen.assign(1, find(all, value));
    if (q.chosen.front() == nullptr) {
      return refused(404, "no such provider", name);
    }
  } else if (name == "limit") {
    if (!read_number(value, q.limit) || q.limit > most_listed) {
      return refused(400, "expected a whole number up to 10000", name);
    }
  } else if (name == "after") {
    if (!read_number(value, q.after.emplace())) {
      return refused(400, "expected a whole number", name);
    }
  } else {
    return refused(400, "unknown parameter", name);
  }
  return std::nullopt;
}

/// The parameters behind '?'; names and numbers need no decoding here.
std::optional<http_reply> read_query(provider_list& all, std::string_view text,
                                     journal_query& q) {
  while (!text.empty()) {
    const auto item = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(text.size(), item.size() + 1));
    const auto equals = std::min(item.find('='), item.size());
    const auto value = item.substr(std::min(item.size(), equals + 1));
    if (auto no = read_parameter(all, item.substr(0, equals), value, q)) {
      return no;
    }
  }
  return std::nullopt;
}

/// A provider's entries after `after`; its journal is in order.
void append_after(const journal& log, std::uint64_t after, entry_list& to) {
  const auto& own = log.entries();
  const auto first = std::ranges::upper_bound(
      own, after, {}, [](const auto& e) { return e->sequence; });
  to.insert(to.end(), first, own.end());
}

http_reply list_journal(const journal_query& q) {
  entry_list entries;
  std::size_t total = 0;
  std::uint64_t forgotten = 0;
  for (auto* p : q.chosen) {
    total += p->log().entries().size();
    forgotten += p->log().forgotten();
    append_after(p->log(), q.after.value_or(0), entries);
  }
  std::ranges::sort(entries, {}, [](const auto& e) { return e->sequence; });
  const auto count = std::min(q.limit, entries.size());
  const auto first = q.after ? 0 : entries.size() - count;
  auto list = json::array();
  for (auto i = first; i < first + count; ++i) {
    list.push_back(to_json(*entries[i]));
  }
  return with_json(200, {{"total", total},
                         {"forgotten", forgotten},
                         {"more", q.after && count < entries.size()},
                         {"requests", std::move(list)}});
}

} // namespace

http_reply answer_journal(provider_list& providers, std::string_view method,
                          std::string_view query) {
  journal_query q;
  q.chosen.reserve(providers.size());
  for (const auto& p : providers) {
    q.chosen.push_back(p.get());
  }
  if (auto no = read_query(providers, query, q)) {
    return std::move(*no);
  }
  if (method == "DELETE") {
    std::ranges::for_each(q.chosen, [](auto* p) { p->log().clear(); });
    return with_json(200, {{"cleared", true}});
  }
  return method == "GET" ? list_journal(q) : refused(405, "use GET or DELETE");
}

} // namespace bellwether::simulator
