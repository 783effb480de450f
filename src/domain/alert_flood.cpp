#include "domain/alert_flood.hpp"

#include "domain/alert_message.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace bellwether::domain {

namespace {

using rule_counts = std::vector<std::pair<std::string, std::uint64_t>>;

rule_counts commonest_first(const std::map<std::string, std::uint64_t>& of) {
  rule_counts out{of.begin(), of.end()};
  std::ranges::stable_sort(out, std::greater{},
                           &rule_counts::value_type::second);
  return out;
}

/// "30 provider_down, 7 route_down": a title has no room for all.
std::string in_short(const rule_counts& rules) {
  constexpr std::size_t most = 3;
  std::string out;
  for (std::size_t i = 0; i < std::min(rules.size(), most); ++i)
    out += (i == 0 ? "" : ", ") + std::to_string(rules[i].second) + " "
           + rules[i].first;
  return rules.size() > most ? out + " and others" : out;
}

} // namespace

void folded_alerts::add(const alert_message& m) {
  if (count == 0)
    from = m.at;
  to = std::max(to, m.at);
  ++count;
  worst = std::max(worst, m.level);
  ++by_rule[m.rule];
  if (titles.size() < most_titles)
    titles.push_back(m.title);
}

bool flood_gate::admit(const alert_message& m) {
  if (m.kind == message_kind::test || m.kind == message_kind::resolved)
    return true;
  const bool critical = m.level == severity::critical;
  auto& sent = critical ? critical_ : others_;
  // A clock that went back must not keep the gate shut.
  while (!sent.empty()
         && (m.at - sent.front() >= policy_.window || m.at < sent.front()))
    sent.pop_front();
  // What came first is told first, but for what is critical.
  if (sent.size() < policy_.messages && (critical || !folded_)) {
    sent.push_back(m.at);
    return true;
  }
  if (!folded_)
    folded_.emplace();
  folded_->add(m);
  ++total_;
  return false;
}

std::optional<alert_message> flood_gate::due(wall_time now) {
  if (!folded_
      || (now >= folded_->from && now - folded_->from < policy_.window))
    return std::nullopt;
  const auto all = std::exchange(folded_, std::nullopt);
  return message_of(*all, now);
}

alert_message message_of(const folded_alerts& folded, wall_time now) {
  alert_message out;
  out.kind = message_kind::flood;
  out.level = folded.worst;
  out.at = now;
  out.since = folded.from;
  const auto rules = commonest_first(folded.by_rule);
  for (const auto& [rule, count] : rules)
    out.facts.push_back({rule, std::to_string(count)});
  out.title = std::to_string(folded.count)
              + (folded.count == 1 ? " alert in " : " alerts in ")
              + length_text(now - folded.from) + ": " + in_short(rules);
  out.what =
      "So many came at once that they are told together. The first ones:";
  for (const auto& title : folded.titles)
    out.what += "\n- " + title;
  if (folded.count > folded.titles.size())
    out.what += "\nand " + std::to_string(folded.count - folded.titles.size())
                + " more.";
  out.did = "Each of them is kept, and stands in GET /alerts.";
  out.check = "Run `bellwether alerts`, and look for what they have in common.";
  return out;
}

} // namespace bellwether::domain
