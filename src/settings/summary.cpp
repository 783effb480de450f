#include "settings/summary.hpp"

#include "domain/dollars.hpp"
#include "settings/text_table.hpp"

#include <array>
#include <cstdio>

namespace bellwether::settings {

namespace {

constexpr auto right = text_table::align::right;

std::string plain(double number) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.10g", number);
  return text.data();
}

std::string seconds(milliseconds t) {
  return plain(static_cast<double>(t.count()) / 1000) + " s";
}

std::string percent(double share) {
  return plain(share * 100) + " %";
}

std::string callers_text(anonymous_callers a) {
  switch (a) {
    case anonymous_callers::until_keys:
      return "on this machine without a key, as long as there are no keys";
    case anonymous_callers::loopback:
      return "on this machine without a key, others with one";
    case anonymous_callers::never:
      break;
  }
  return "with a key only";
}

std::string ledger_text(const ledger_settings& l) {
  return "attempts for " + std::to_string(l.keep_requests.count())
         + " days, hours for " + std::to_string(l.keep_hours.count())
         + " days; if it cannot be written, "
         + (l.refuse_on_failure ? "requests are refused" : "serving goes on");
}

std::string head(const settings& s) {
  std::string out = "listen     " + to_string(s.listen)
                    + "  for applications\ncontrol    " + to_string(s.control)
                    + "  for people and monitoring\nstate      ";
  out += s.state_dir.empty() ? "none: nothing outlives a restart"
                             : s.state_dir + "  for what outlives a restart";
  out += "\nobjective  " + percent(s.objective) + " of calls are answered\n";
  out += "callers    " + callers_text(s.anonymous) + "\nledger     "
         + ledger_text(s.ledger) + "\n";
  if (!s.admin.key.empty())
    out += "admin      key from " + s.admin.key_from
           + (s.admin.drills ? "; drills may be run\n" : "; no drills\n");
  return out;
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

std::string budgets_table(const settings& s) {
  if (s.budgets.empty())
    return "  none\n";
  text_table table{
      {{"budget"}, {"limit", right}, {"period"}, {"of"}, {"when exceeded"}}};
  for (const auto& b : s.budgets)
    table.add({b.name, domain::in_dollars(b.limit), to_string(b.period),
               to_string(b.scope), std::string{to_string(b.action)}});
  return table.to_string(2);
}

std::string heard_by(const domain::sink_filter& sink) {
  std::string out = sink.least == domain::severity::info
                        ? "everything"
                        : std::string{to_string(sink.least)} + " and worse";
  if (!sink.rules.empty())
    out += ", " + with_commas(static_cast<long long>(sink.rules.size()))
           + (sink.rules.size() == 1 ? " rule" : " rules");
  for (const auto& [label, values] : sink.labels)
    out += ", " + label + " " + join(values);
  return out;
}

/// Where it is, as far as that may be shown.
std::string place_of(const alert_sink& sink) {
  const auto& secret =
      sink.kind == sink_kind::pagerduty ? sink.routing_key : sink.url;
  return sink.kind == sink_kind::email ? join(sink.to) : secret.from;
}

std::string sinks_table(const settings& s) {
  if (s.alerts.sinks.empty())
    return "  to nobody: there are no sinks\n";
  text_table table{{{"sink"}, {"kind"}, {"where"}, {"tells of"}}};
  for (const auto& sink : s.alerts.sinks)
    table.add({sink.name, std::string{to_string(sink.kind)}, place_of(sink),
               heard_by(sink.wanted)});
  return table.to_string(2);
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
               with_commas(static_cast<long long>(p.concurrency.most))});
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

/// How providers are probed; "" if all are by default.
std::string probes_table(const settings& s) {
  text_table table{
      {{"of"}, {"asks for"}, {"every", right}, {"timeout", right}}};
  bool any = false;
  for (const auto& p : s.providers) {
    const auto& probe = p.probe;
    const domain::probe_policy usual;
    if (probe.kind == usual.kind && probe.interval == usual.interval
        && probe.timeout == usual.timeout)
      continue;
    any = true;
    if (probe.kind == domain::probe_kind::off)
      table.add({p.name, "nothing", "-", "-"});
    else
      table.add({p.name, std::string{to_string(probe.kind)},
                 seconds(probe.interval), seconds(probe.timeout)});
  }
  return any ? "\nprobes\n" + table.to_string(2) : "";
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

/// The routes that ask a second candidate; "" if none does.
std::string hedges_table(const settings& s) {
  text_table table{
      {{"route"}, {"extra spend", right}, {"waits at least", right}}};
  bool any = false;
  for (const auto& [name, route] : s.catalog.routes)
    if (route.hedge) {
      any = true;
      table.add({name, "up to " + percent(route.hedge->extra_spend),
                 seconds(route.hedge->least_wait)});
    }
  return any ? "\nhedged routes\n" + table.to_string(2) : "";
}

} // namespace

std::string summarize(const settings& s) {
  auto out = head(s) + "\nbudgets, in the time zone " + s.zone->name() + "\n"
             + budgets_table(s);
  out += "\nalerts\n" + sinks_table(s);
  out +=
      "\nproviders\n" + providers_table(s) + streams_table(s) + probes_table(s);
  out += "\nmodels\n" + models_table(s);
  out += "\nroutes\n" + routes_table(s) + hedges_table(s);
  return out;
}

} // namespace bellwether::settings
