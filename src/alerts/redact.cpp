#include "alerts/redact.hpp"

#include "alerts/web_address.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace bellwether::alerts {

namespace {

/// Shorter pieces of a URL are words such as "services".
constexpr std::size_t shortest_secret = 12;

/// The URL's path and query, whole and in pieces: a server may write them with
/// other separators or escapes.
void add_pieces(std::vector<std::string>& to, std::string_view target) {
  if (target.size() > 1)
    to.emplace_back(target);
  while (!target.empty()) {
    const auto end = std::min(target.find_first_of("/?&=%"), target.size());
    if (end >= shortest_secret)
      to.emplace_back(target.substr(0, end));
    constexpr std::size_t escape = 3;
    const bool escaped = end < target.size() && target[end] == '%';
    target.remove_prefix(std::min(target.size(), end + (escaped ? escape : 1)));
  }
}

std::vector<std::string> secrets_of(const settings::alert_sink& sink) {
  constexpr std::string_view prefix = "whsec_";
  std::vector<std::string> out{sink.url.value, sink.routing_key.value,
                               sink.password.value};
  for (const auto& each : sink.signing_secrets)
    out.push_back(each.value.starts_with(prefix)
                      ? each.value.substr(prefix.size())
                      : each.value);
  if (const auto at = parse_address(sink.url.value, http_schemes))
    add_pieces(out, at->target);
  std::erase(out, "");
  std::ranges::sort(out, std::ranges::greater{}, &std::string::size);
  return out;
}

} // namespace

std::string without_secrets(std::string text,
                            const settings::alert_sink& sink) {
  constexpr std::string_view mark = "[secret]";
  for (const auto& each : secrets_of(sink))
    for (auto at = text.find(each); at != text.npos;
         at = text.find(each, at + mark.size()))
      text.replace(at, each.size(), mark);
  return text;
}

} // namespace bellwether::alerts
