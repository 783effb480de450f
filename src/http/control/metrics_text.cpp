#include "http/control/metrics_text.hpp"

#include "version.hpp"

#include <spdlog/fmt/fmt.h>

#include <array>
#include <iterator>

namespace bellwether::http {

namespace {

using domain::health_state;

std::string escaped(std::string_view value) {
  std::string out;
  for (const char c : value) {
    if (c == '\\' || c == '"')
      out += '\\';
    out += c == '\n' ? std::string_view{"\\n"} : std::string_view{&c, 1};
  }
  return out;
}

/// Builds the text family by family.
class exposition {
public:
  void family(std::string_view name, std::string_view type,
              std::string_view help) {
    name_ = name;
    print("# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
  }

  template <class Value>
  void sample(std::string_view labels, Value value) {
    print("{}{{{}}} {}\n", name_, labels, value);
  }

  void samples(std::string_view labels, const domain::histogram& h) {
    for (std::size_t i = 0; i < h.bounds().size(); ++i)
      print("{}_bucket{{{},le=\"{}\"}} {}\n", name_, labels, h.bounds()[i],
            h.up_to(i));
    print("{}_bucket{{{},le=\"+Inf\"}} {}\n", name_, labels, h.count());
    print("{}_sum{{{}}} {}\n", name_, labels, h.sum());
    print("{}_count{{{}}} {}\n", name_, labels, h.count());
  }

  std::string text() && { return std::move(text_); }

private:
  template <class... Args>
  void print(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(text_), format,
                   std::forward<Args>(args)...);
  }

  std::string text_;
  std::string name_;
};

std::string label(std::string_view name, std::string_view value) {
  return fmt::format("{}=\"{}\"", name, escaped(value));
}

using tallies = std::map<std::string, domain::model_tally>;

void write_calls(exposition& out, const tallies& models) {
  out.family("ai_requests_total", "counter",
             "Calls by the model that answered or was tried last, and by the "
             "status that the caller saw.");
  for (const auto& [name, model] : models) {
    if (!model.requests.contains(200))
      out.sample(label("model", name) + ",status=\"200\"", 0);
    for (const auto& [status, count] : model.requests)
      out.sample(fmt::format("{},status=\"{}\"", label("model", name), status),
                 count);
  }
  out.family("ai_request_latency_seconds", "histogram",
             "Time from a call's arrival to the end of its answer.");
  for (const auto& [name, model] : models)
    out.samples(label("model", name), model.latency_seconds);
  out.family("bellwether_time_to_first_token_seconds", "histogram",
             "Time from asking a provider to its stream's first text.");
  for (const auto& [name, model] : models)
    out.samples(label("model", name), model.first_token_seconds);
  out.family("ai_request_cost_dollars", "histogram",
             "Cost of an answer; the sum is what was spent.");
  for (const auto& [name, model] : models)
    out.samples(label("model", name), model.cost_dollars);
  out.family("bellwether_tokens_total", "counter", "Tokens by kind.");
  for (const auto& [name, model] : models) {
    const auto of = label("model", name);
    out.sample(of + ",type=\"input\"", model.tokens.prompt);
    out.sample(of + ",type=\"output\"", model.tokens.completion);
    out.sample(of + ",type=\"cached\"", model.tokens.cached);
    out.sample(of + ",type=\"reasoning\"", model.tokens.reasoning);
  }
}

void write_states(exposition& out,
                  const std::vector<actors::provider_report>& providers) {
  constexpr std::array states{
      health_state::closed, health_state::open, health_state::half_open,
      health_state::rate_limited, health_state::misconfigured};
  out.family("bellwether_provider_state", "gauge",
             "1 for the state that the provider is in.");
  for (const auto& p : providers)
    for (const auto state : states)
      out.sample(label("provider", p.provider.name) + ","
                     + label("state", to_string(state)),
                 p.provider.state == state ? 1 : 0);
}

void write_providers(exposition& out,
                     const std::vector<actors::provider_report>& providers) {
  write_states(out, providers);
  out.family("bellwether_provider_in_flight", "gauge",
             "Attempts that run now.");
  for (const auto& p : providers)
    out.sample(label("provider", p.provider.name), p.in_flight);
  out.family("bellwether_provider_attempts_total", "counter",
             "Attempts that were admitted.");
  for (const auto& p : providers)
    out.sample(label("provider", p.provider.name), p.attempts);
  out.family("bellwether_provider_failures_total", "counter",
             "Attempts that failed through the provider.");
  for (const auto& p : providers)
    out.sample(label("provider", p.provider.name), p.failures);
}

} // namespace

std::string metrics_text(const domain::tally& all,
                         const std::vector<actors::provider_report>& providers,
                         const std::vector<std::string>& models) {
  auto by_model = all.models;
  for (const auto& name : models)
    by_model.try_emplace(name);
  exposition out;
  out.family("bellwether_build_info", "gauge", "Always 1.");
  out.sample(label("version", version), 1);
  write_calls(out, by_model);
  write_providers(out, providers);
  return std::move(out).text();
}

} // namespace bellwether::http
