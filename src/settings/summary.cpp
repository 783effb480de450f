#include "settings/summary.hpp"

#include "settings/text_table.hpp"

#include <array>
#include <cstdio>

namespace bellwether::settings {

namespace {

constexpr auto right = text_table::align::right;

std::string seconds(milliseconds t) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.10g s",
                static_cast<double>(t.count()) / 1000);
  return text.data();
}

std::string join(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words)
    out += (out.empty() ? "" : ", ") + word;
  return out;
}

std::string with_fallbacks(const std::vector<std::string>& first,
                           const std::vector<std::string>& fallbacks) {
  auto names = join(first);
  if (fallbacks.empty())
    return names;
  return names + (names.empty() ? "-> " : " -> ") + join(fallbacks);
}

std::string providers_table(const settings& s) {
  text_table table{{{"provider"},
                    {"kind"},
                    {"base URL"},
                    {"key from"},
                    {"connect", right},
                    {"first byte", right},
                    {"idle", right},
                    {"slots", right}}};
  for (const auto& p : s.providers)
    table.add({p.name, std::string{to_string(p.kind)}, p.base_url,
               p.needs_key ? p.api_key_from : "(no key)",
               seconds(p.timeouts.connect), seconds(p.timeouts.first_byte),
               seconds(p.timeouts.idle),
               with_commas(static_cast<long long>(p.max_concurrent))});
  return table.to_string(2);
}

/// "60 s", or "-" for a limit that is off.
std::string limit(milliseconds t) {
  return t.count() == 0 ? "-" : seconds(t);
}

/// The streams' limits of providers, and of models that have others than their
/// provider; "" if all are the default.
std::string streams_table(const settings& s) {
  text_table table{{{"of"},
                    {"first token", right},
                    {"between", right},
                    {"tokens/s", right},
                    {"within", right},
                    {"total", right}}};
  bool any = false;
  const auto add = [&](const std::string& of, const domain::stream_limits& l) {
    any = true;
    const bool rate = l.min_tokens_per_second > 0;
    table.add({of, limit(l.first_token), limit(l.between_tokens),
               rate ? with_commas(l.min_tokens_per_second) : "-",
               rate ? seconds(l.rate_window) : "-", limit(l.total)});
  };
  for (const auto& p : s.providers)
    if (p.streams != domain::stream_limits{})
      add(p.name, p.streams);
  for (const auto& d : s.catalog.deployments)
    if (const auto& at = s.providers[d.provider]; d.streams != at.streams)
      add(d.name + " at " + at.name, d.streams);
  return any ? "\nstreams\n" + table.to_string(2) : "";
}

/// What a model does, where that is not chat.
std::string tier_or_task(const domain::deployment& d) {
  return d.task == domain::task::embeddings ? "embeddings"
                                            : std::string{to_string(d.tier)};
}

std::string models_table(const settings& s) {
  text_table table{{{"model"},
                    {"provider"},
                    {"upstream name"},
                    {"tier"},
                    {"priority", right},
                    {"context", right},
                    {"max output", right},
                    {"USD/Mtok in", right},
                    {"out", right},
                    {"fallbacks"}}};
  for (const auto& d : s.catalog.deployments)
    table.add({d.name, s.catalog.providers[d.provider], d.upstream_name,
               tier_or_task(d), std::to_string(d.priority),
               with_commas(d.context_window), with_commas(d.max_output_tokens),
               d.price ? dollars(d.price->input) : "-",
               d.price ? dollars(d.price->output) : "-", join(d.fallbacks)});
  return table.to_string(2);
}

std::string routes_table(const settings& s) {
  text_table table{{{"route"}, {"strategy"}, {"candidates -> fallbacks"}}};
  for (const auto& [name, route] : s.catalog.routes)
    table.add({name, std::string{to_string(route.strategy)},
               with_fallbacks(route.candidates, route.fallbacks)});
  return table.to_string(2);
}

} // namespace

std::string summarize(const settings& s) {
  std::string out = "listen   " + to_string(s.listen)
                    + "  for applications\ncontrol  " + to_string(s.control)
                    + "  for people and monitoring\n";
  out += "\nproviders\n" + providers_table(s) + streams_table(s);
  out += "\nmodels\n" + models_table(s);
  out += "\nroutes\n" + routes_table(s);
  return out;
}

} // namespace bellwether::settings
