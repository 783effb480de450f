#include "http/control/cost_query.hpp"

#include "domain/nearest.hpp"
#include "domain/period.hpp"
#include "http/control/when.hpp"

#include <spdlog/fmt/fmt.h>
#include <spdlog/fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <vector>

namespace bellwether::http {

using domain::wall_time;
using storage::dimension;

namespace {

constexpr std::size_t most_entries = 1'000;

const std::vector<std::string> report_names{
    "from", "to", "by", "key", "team", "route", "provider", "model"};
const std::vector<std::string> entry_names{
    "from",  "to",      "key",        "team",   "route", "provider",
    "model", "outcome", "request_id", "before", "limit"};
const std::vector<std::string> dimensions{
    "month", "day", "hour", "key", "team", "route", "provider", "model"};
const std::vector<std::string> outcomes{"answered",  "failed", "broken",
                                        "cancelled", "lost",   "interrupted",
                                        "probe"};

/// Thrown and caught in this file only.
struct wrong_parameter {
  control_error error;
};

[[noreturn]] void refuse(const std::string& name, const std::string& message) {
  throw wrong_parameter{{400, name + message, "invalid_value", name}};
}

std::string offer(const std::string& word,
                  const std::vector<std::string>& known) {
  const auto meant = domain::nearest(word, known);
  return meant.empty() ? fmt::format("known are {}", fmt::join(known, ", "))
                       : "did you mean " + meant + "?";
}

void refuse_unknown(const parameters& from,
                    const std::vector<std::string>& known) {
  for (const auto& [name, value] : from)
    if (std::ranges::find(known, name) == known.end())
      refuse(name, " is no parameter of this page; " + offer(name, known));
}

/// The parameter's value; "" without one.
std::string single(const parameters& from, const std::string& name) {
  if (from.count(name) > 1)
    refuse(name, " may stand there once");
  const auto found = from.find(name);
  return found == from.end() ? "" : found->second;
}

/// "a,b" as two; what stands there several times adds up.
std::vector<std::string> list(const parameters& from, const std::string& name) {
  std::vector<std::string> out;
  const auto [first, last] = from.equal_range(name);
  for (auto each = first; each != last; ++each) {
    std::string_view rest{each->second};
    while (!rest.empty()) {
      const auto end = std::min(rest.find(','), rest.size());
      if (end > 0)
        out.emplace_back(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  return out;
}

std::optional<wall_time> moment(const parameters& from, const std::string& name,
                                const asked_at& at) {
  const auto text = single(from, name);
  if (text.empty())
    return std::nullopt;
  const auto out = parse_when(text, at.zone, at.now);
  if (!out)
    refuse(name, fmt::format(" is {}; allowed is {}", text, when_forms));
  return out;
}

template <class Number>
std::optional<Number> whole(const parameters& from, const std::string& name,
                            Number least, Number most) {
  const auto text = single(from, name);
  if (text.empty())
    return std::nullopt;
  Number out = 0;
  const auto* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, out);
  if (error != std::errc{} || stop != end || out < least || out > most)
    refuse(name, fmt::format(" is {}; allowed is a whole number from {} to {}",
                             text, least, most));
  return out;
}

domain::budget_scope scope(const parameters& from) {
  return {list(from, "key"), list(from, "team"), list(from, "route"),
          list(from, "provider"), list(from, "model")};
}

void refuse_empty_span(std::optional<wall_time> from,
                       std::optional<wall_time> to) {
  if (from && to && *from >= *to)
    refuse("to", " is not after from; name a later one");
}

std::vector<dimension> read_by(const parameters& from) {
  if (!from.contains("by"))
    return {dimension::model};
  std::vector<dimension> out;
  for (const auto& word : list(from, "by")) {
    const auto known = storage::parse_dimension(word);
    if (!known)
      refuse("by", fmt::format(" has {}; {}", word, offer(word, dimensions)));
    if (std::ranges::find(out, *known) != out.end())
      refuse("by", " has " + word + " twice; once is enough");
    out.push_back(*known);
  }
  return out;
}

/// Where its hour begins; with `up` where the next one does, unless it is the
/// beginning of one.
wall_time to_hour(wall_time t, const domain::time_zone& zone, bool up) {
  const domain::period hour{domain::period_kind::hour, {}};
  constexpr std::chrono::milliseconds one{1};
  return up ? domain::period_at(hour, zone, t - one).end
            : domain::period_at(hour, zone, t).start;
}

} // namespace

std::variant<storage::report_query, control_error> parse_report_query(
    const parameters& from, const asked_at& at) try {
  refuse_unknown(from, report_names);
  const auto first = moment(from, "from", at);
  const auto last = moment(from, "to", at);
  refuse_empty_span(first, last ? last : std::optional{at.now});
  const auto month = domain::period_at(
      {}, at.zone, last ? *last - std::chrono::milliseconds{1} : at.now);
  storage::report_query out;
  out.from = first ? to_hour(*first, at.zone, false) : month.start;
  out.to = last    ? to_hour(*last, at.zone, true)
           : first ? to_hour(at.now, at.zone, true)
                   : month.end;
  out.by = read_by(from);
  out.only = scope(from);
  return out;
} catch (const wrong_parameter& wrong) {
  return wrong.error;
}

std::variant<storage::entries_query, control_error> parse_entries_query(
    const parameters& from, const asked_at& at) try {
  refuse_unknown(from, entry_names);
  storage::entries_query out;
  out.from = moment(from, "from", at);
  out.to = moment(from, "to", at);
  refuse_empty_span(out.from, out.to);
  out.only = scope(from);
  if (const auto word = single(from, "outcome"); !word.empty()) {
    out.outcome = domain::parse_entry_outcome(word);
    if (!out.outcome)
      refuse("outcome", fmt::format(" is {}; {}", word, offer(word, outcomes)));
  }
  out.request_id = single(from, "request_id");
  out.before = whole<std::uint64_t>(from, "before", 1, std::uint64_t{1} << 62U);
  out.limit =
      whole<std::size_t>(from, "limit", 1, most_entries).value_or(out.limit);
  return out;
} catch (const wrong_parameter& wrong) {
  return wrong.error;
}

} // namespace bellwether::http
