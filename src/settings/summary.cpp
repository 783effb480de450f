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

/// Dollars with two decimals, or as many as the price needs.
std::string dollars(domain::money amount) {
  auto text = domain::to_string(amount);
  const auto point = text.find('.');
  while (point != std::string::npos && text.size() > point + 3
         && text.back() == '0')
    text.pop_back();
  return text;
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
               std::string{to_string(d.tier)}, std::to_string(d.priority),
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
  out += "\nproviders\n" + providers_table(s);
  out += "\nmodels\n" + models_table(s);
  out += "\nroutes\n" + routes_table(s);
  return out;
}

} // namespace bellwether::settings
