#include "domain/support.hpp"

#include <utility>

namespace bellwether::domain {

time_point at(std::chrono::milliseconds since_start) {
  return time_point{} + std::chrono::hours{1'000} + since_start;
}

failure failure_of(failure_class what,
                   std::optional<std::chrono::milliseconds> retry_after) {
  failure f;
  f.what = what;
  f.detail = "told by the test";
  f.retry_after = retry_after;
  return f;
}

deployment model(std::string name, std::size_t provider, tier t, int priority) {
  deployment d;
  d.upstream_name = name;
  d.name = std::move(name);
  d.provider = provider;
  d.tier = t;
  d.priority = priority;
  return d;
}

catalog tutorial_catalog() {
  catalog c;
  c.providers = {"deepseek", "google", "openai", "anthropic"};
  c.deployments = {model("deepseek-v3.2", 0, tier::economy, 1),
                   model("gemini-2.5-flash", 1, tier::standard, 2),
                   model("gpt-4.1", 2, tier::premium, 3),
                   model("claude-sonnet-4.5", 3, tier::premium, 4)};
  const double usd[] = {0.42, 2.50, 8.00, 15.00};
  const std::int64_t window[] = {32'000, 64'000, 128'000, 200'000};
  route r;
  for (std::size_t i = 0; i < c.deployments.size(); ++i) {
    c.deployments[i].price = price::flat(money::usd(usd[i]));
    c.deployments[i].context_window = window[i];
    r.candidates.push_back(c.deployments[i].name);
  }
  c.routes.emplace("auto", r);
  return c;
}

} // namespace bellwether::domain
