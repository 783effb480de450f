#include "domain/alert_message.hpp"
#include "domain/condition_parts.hpp"

#include <string>
#include <utility>

namespace bellwether::domain {

namespace {

using std::chrono::milliseconds;

/// "850 ms", "4.2 s".
std::string time_text(milliseconds t) {
  constexpr std::int64_t second = 1'000;
  if (t.count() < second)
    return std::to_string(t.count()) + " ms";
  const auto tenths = t.count() / (second / 10);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
}

/// One of the two times that are watched.
struct measure {
  alert_rule rule;
  const char* of; ///< in the middle of a sentence
};

void add(const measure& what, const std::string& provider,
         const alert_facts::health& model,
         const std::optional<std::chrono::nanoseconds>& p95, milliseconds limit,
         const alert_facts& facts, std::vector<condition>& to) {
  if (!p95 || *p95 <= limit)
    return;
  const auto now = std::chrono::floor<milliseconds>(*p95);
  condition out;
  out.key = {what.rule, provider + "/" + model.name};
  out.level = severity::warning;
  out.since = facts.now;
  out.labels = {{"provider", provider}, {"model", model.name}};
  out.title = "Model " + model.name + " at " + provider
              + " is slow: " + std::string{what.of} + " take " + time_text(now);
  out.what = "Of " + std::string{what.of} + " of model " + model.name + " at "
             + provider + " one in twenty takes " + time_text(now)
             + " or longer; the limit is " + time_text(limit) + ".";
  out.did =
      "Nothing by itself: slow answers are answers. Routes that hedge ask "
      "a second candidate beside it.";
  out.check =
      "Compare with the other candidates in GET /health; give the route "
      "a faster one, or let it hedge.";
  out.facts = {{"p95", time_text(now)}, {"limit", time_text(limit)}};
  to.push_back(std::move(out));
}

} // namespace

void add_latency_conditions(const alert_facts& facts,
                            const alert_policies& policies,
                            std::vector<condition>& to) {
  const measure answers{alert_rule::answer_slow, "answers"};
  const measure tokens{alert_rule::first_token_slow, "first tokens"};
  for (const auto& provider : facts.providers)
    for (const auto& model : provider.models) {
      if (const auto limit = policies[answers.rule].limit)
        add(answers, provider.name, model, model.answer_p95, *limit, facts, to);
      if (const auto limit = policies[tokens.rule].limit)
        add(tokens, provider.name, model, model.first_token_p95, *limit, facts,
            to);
    }
}

} // namespace bellwether::domain
