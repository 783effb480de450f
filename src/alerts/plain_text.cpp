#include "alerts/plain_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdint>

namespace bellwether::alerts {

using domain::message_kind;

namespace {

/// What is no UTF-8 becomes U+FFFD, by the JSON library's rules.
std::string valid(std::string_view text) {
  using nlohmann::json;
  constexpr int compact = -1;
  const auto quoted =
      json(text).dump(compact, ' ', false, json::error_handler_t::replace);
  return json::parse(quoted).get<std::string>();
}

bool is_control(char c) {
  return (static_cast<std::uint8_t>(c) < 0x20 && c != '\n') || c == 0x7f;
}

} // namespace

std::string clean(std::string_view text) {
  auto out = valid(text);
  std::ranges::replace_if(out, is_control, ' ');
  return out;
}

letterhead clean(const letterhead& from) {
  return {clean(from.instance), clean(from.dashboard_url)};
}

domain::alert_message clean(domain::alert_message m) {
  for (auto* text : {&m.rule, &m.entity, &m.title, &m.what, &m.did, &m.check,
                     &m.runbook_url})
    *text = clean(*text);
  std::ranges::replace(m.title, '\n', ' ');
  for (auto& fact : m.facts)
    fact = {clean(fact.name), clean(fact.value)};
  decltype(m.labels) labels;
  for (const auto& [name, value] : m.labels)
    labels[clean(name)] = clean(value);
  m.labels = std::move(labels);
  return m;
}

std::string about(const domain::alert_message& m) {
  if (m.rule.empty())
    return domain::moment_text(m.at);
  return m.rule + " " + m.entity + ", alert " + std::to_string(m.alert)
         + ", since " + domain::moment_text(m.since);
}

std::string badge(const domain::alert_message& m) {
  switch (m.kind) {
    case message_kind::resolved:
    case message_kind::daily:
    case message_kind::test:
      return std::string{to_string(m.kind)};
    case message_kind::fired:
    case message_kind::repeated:
    case message_kind::escalated:
    case message_kind::flood:
      break;
  }
  return std::string{to_string(m.level)};
}

unsigned colour(const domain::alert_message& m) {
  constexpr unsigned green = 0x2EB67D;
  constexpr unsigned grey = 0x6B7280;
  constexpr std::array<unsigned, 4> levels{0x3B82F6, 0xECB22E, 0xE8590C,
                                           0xD0021B};
  if (m.kind == message_kind::resolved)
    return green;
  if (m.kind == message_kind::daily || m.kind == message_kind::test)
    return grey;
  return levels.at(static_cast<std::size_t>(m.level));
}

std::string without_links(std::string text) {
  std::ranges::replace(text, '[', '(');
  std::ranges::replace(text, ']', ')');
  return text;
}

} // namespace bellwether::alerts
