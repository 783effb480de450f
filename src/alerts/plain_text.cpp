#include "alerts/plain_text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace bellwether::alerts {

using domain::message_kind;
using domain::severity;

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

/// Length of the whole UTF-8 character at the front; 0 if there is none.
std::size_t character_length(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint8_t>(text[i]);
  };
  const auto follows = [&](std::size_t i) {
    return i < text.size() && (byte(i) & 0xC0U) == 0x80U;
  };
  const unsigned first = byte(0);
  if (first < 0x80U)
    return 1;
  if (first >= 0xC2U && first < 0xE0U)
    return follows(1) ? 2 : 0;
  if (first >= 0xE0U && first < 0xF0U) {
    const bool good = follows(1) && follows(2)
                      && (first != 0xE0U || byte(1) >= 0xA0U)
                      && (first != 0xEDU || byte(1) < 0xA0U);
    return good ? 3 : 0;
  }
  if (first >= 0xF0U && first < 0xF5U) {
    const bool good = follows(1) && follows(2) && follows(3)
                      && (first != 0xF0U || byte(1) >= 0x90U)
                      && (first != 0xF4U || byte(1) < 0x90U);
    return good ? 4 : 0;
  }
  return 0;
}

bool is_control(char c) {
  return (static_cast<std::uint8_t>(c) < 0x20 && c != '\n') || c == 0x7f;
}

} // namespace

std::string clean(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto length = character_length(text);
    if (length == 0)
      out += replacement;
    else if (length == 1 && is_control(text.front()))
      out += ' ';
    else
      out += text.substr(0, length);
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
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
