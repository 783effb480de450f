#include "domain/plan.hpp"

#include "domain/lookup.hpp"
#include "domain/nearest.hpp"
#include "domain/text.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>
#include <tuple>
#include <utility>

namespace bellwether::domain {

namespace {

// Names in refusals come from the caller.
constexpr std::size_t shown_name_bytes = 128;

struct feature {
  std::string_view name;
  bool request_facts::*wanted;
  bool capabilities::*offered;
};

constexpr std::array features{
    feature{"tools", &request_facts::tools, &capabilities::tools},
    feature{"vision", &request_facts::vision, &capabilities::vision},
    feature{"audio", &request_facts::audio, &capabilities::audio},
    feature{"json_schema", &request_facts::json_schema,
            &capabilities::json_schema},
    feature{"images by URL (send them as data: URLs)",
            &request_facts::remote_images, &capabilities::remote_images},
    feature{"file parts", &request_facts::documents, &capabilities::documents},
    feature{"n above 1", &request_facts::many_choices,
            &capabilities::many_choices}};

bool lacks(const deployment& d, const request_facts& facts, const feature& f) {
  return facts.*f.wanted && !(d.capabilities.*f.offered);
}

bool able(const deployment& d, const request_facts& facts) {
  return std::ranges::none_of(
      features, [&](const feature& f) { return lacks(d, facts, f); });
}

bool fits(const deployment& d, std::int64_t prompt_tokens) {
  return prompt_tokens <= d.context_window;
}

// Steps away from the tier that is needed; every lower tier is farther than
// every higher one.
int distance(tier from, tier needed) {
  const int steps = static_cast<int>(from) - static_cast<int>(needed);
  return steps >= 0 ? steps : 100 - steps;
}

std::int64_t output_price(const deployment& d) {
  return d.price ? d.price->output.nanos()
                 : std::numeric_limits<std::int64_t>::max();
}

void order(plan& candidates, const catalog& c, strategy by, tier needed) {
  const auto sort_by = [&](auto key) {
    std::ranges::stable_sort(
        candidates, {}, [&](std::size_t i) { return key(c.deployments[i]); });
  };
  switch (by) {
    case strategy::complexity:
      return sort_by([&](const deployment& d) {
        return std::pair{distance(d.tier, needed), d.priority};
      });
    case strategy::priority:
      return sort_by([](const deployment& d) { return d.priority; });
    case strategy::cost:
      return sort_by([](const deployment& d) {
        return std::tuple{!d.price, output_price(d), d.priority};
      });
    case strategy::listed:
      return;
  }
}

plan candidates_of(const catalog& c, std::string_view name, tier needed) {
  const auto found = c.routes.find(name);
  if (found == c.routes.end())
    return deployments_of(c, name);
  plan candidates;
  for (const std::string& model : found->second.candidates) {
    const plan some = deployments_of(c, model);
    candidates.insert(candidates.end(), some.begin(), some.end());
  }
  order(candidates, c, found->second.strategy, needed);
  return candidates;
}

// Everything behind `name`, breadth first over the fallbacks, each once. Ends
// on a cyclic graph too.
plan expand(const catalog& c, std::string_view name, tier needed) {
  plan all;
  std::vector<bool> taken(c.deployments.size(), false);
  std::vector<std::string_view> names{name};
  for (std::size_t next = 0; next < names.size(); ++next) {
    for (const std::size_t i : candidates_of(c, names[next], needed)) {
      if (!taken[i])
        all.push_back(i);
      taken[i] = true;
    }
    for (const std::string_view fallback : fallbacks_of(c, names[next]))
      if (std::ranges::find(names, fallback) == names.end())
        names.push_back(fallback);
  }
  return all;
}

// The candidates for the task. Vectors of different models do not compare, so
// that one model's never stand in for another's.
plan for_task(const catalog& c, plan all, task wanted) {
  std::erase_if(all,
                [&](std::size_t i) { return c.deployments[i].task != wanted; });
  if (wanted == task::embeddings && !all.empty()) {
    const std::string& model = c.deployments[all.front()].name;
    std::erase_if(
        all, [&](std::size_t i) { return c.deployments[i].name != model; });
  }
  return all;
}

std::string quoted(std::string_view name) {
  std::string text = "`";
  text.append(clip(name, shown_name_bytes)).append("`");
  return text;
}

plan_refusal refuse_unknown(const catalog& c, const std::string& name) {
  constexpr auto why = plan_refusal::reason::unknown_model;
  const std::string remedy = "GET /v1/models lists what is available";
  if (name.empty())
    return {why, "the request does not name a model; " + remedy};
  std::vector<std::string> known;
  known.reserve(c.routes.size() + c.deployments.size());
  for (const auto& [route_name, unused] : c.routes)
    known.push_back(route_name);
  for (const deployment& d : c.deployments)
    known.push_back(d.name);
  const std::string near = nearest(name, known);
  std::string detail = "the model " + quoted(name) + " does not exist; ";
  if (!near.empty())
    detail += "did you mean `" + near + "`? ";
  return {why, detail + remedy};
}

plan_refusal refuse_task(const request_facts& facts) {
  const bool chat = facts.task == task::chat;
  return {plan_refusal::reason::lacks_capability,
          "no model behind " + quoted(facts.model)
              + (chat ? " chats: it makes embeddings, at POST /v1/embeddings"
                      : " makes embeddings; ask for an embeddings model")};
}

plan_refusal refuse_unable(const catalog& c, const plan& candidates,
                           const request_facts& facts) {
  std::string nowhere;
  std::string somewhere;
  for (const feature& f : features) {
    if (!(facts.*f.wanted))
      continue;
    const auto lacking = std::ranges::count_if(candidates, [&](std::size_t i) {
      return lacks(c.deployments[i], facts, f);
    });
    const bool all = std::cmp_equal(lacking, candidates.size());
    std::string& list = all ? nowhere : somewhere;
    list += (list.empty() ? "" : ", ") + std::string{f.name};
  }
  std::string detail = "no model behind " + quoted(facts.model);
  // With nothing missing everywhere, each model lacks another part.
  detail += nowhere.empty() ? " supports all of " + somewhere + " at once"
                            : " supports " + nowhere;
  detail += "; ask for another model, or leave that out of the request";
  return {plan_refusal::reason::lacks_capability, std::move(detail)};
}

plan_refusal refuse_too_long(const request_facts& facts, std::int64_t tokens,
                             std::int64_t largest) {
  return {plan_refusal::reason::context_too_long,
          "the prompt has about " + std::to_string(tokens)
              + " tokens, but the largest context window behind "
              + quoted(facts.model) + " is " + std::to_string(largest)
              + " tokens; shorten the prompt or ask for a model with a larger"
                " window"};
}

} // namespace

tier required_tier(const complexity_thresholds& t, std::int64_t prompt_tokens) {
  if (prompt_tokens < t.standard_from_tokens)
    return tier::economy;
  return prompt_tokens < t.premium_from_tokens ? tier::standard : tier::premium;
}

std::variant<plan, plan_refusal> make_plan(const catalog& c,
                                           const request_facts& facts) {
  if (!c.knows(facts.model))
    return refuse_unknown(c, facts.model);
  const std::int64_t tokens = estimate_tokens(facts.prompt_chars);
  const plan all = expand(c, facts.model, required_tier(c.thresholds, tokens));
  if (all.empty())
    return plan_refusal{plan_refusal::reason::unknown_model,
                        "no model behind " + quoted(facts.model)
                            + " is switched on; GET /v1/models lists what is"
                              " available"};
  const plan willing = for_task(c, all, facts.task);
  if (willing.empty())
    return refuse_task(facts);
  plan usable;
  std::int64_t largest = -1;
  for (const std::size_t i : willing) {
    const deployment& d = c.deployments[i];
    if (!able(d, facts))
      continue;
    largest = std::max(largest, d.context_window);
    if (fits(d, tokens))
      usable.push_back(i);
  }
  if (!usable.empty())
    return usable;
  return largest < 0 ? refuse_unable(c, willing, facts)
                     : refuse_too_long(facts, tokens, largest);
}

plan cheaper_than(const catalog& c, const request_facts& facts,
                  std::size_t than) {
  plan out;
  if (facts.task != task::chat)
    return out;
  const std::int64_t tokens = estimate_tokens(facts.prompt_chars);
  const std::int64_t too_dear = output_price(c.deployments[than]);
  for (std::size_t i = 0; i < c.deployments.size(); ++i) {
    const deployment& d = c.deployments[i];
    if (d.task == facts.task && output_price(d) < too_dear && able(d, facts)
        && fits(d, tokens))
      out.push_back(i);
  }
  std::ranges::stable_sort(out, {}, [&](std::size_t i) {
    const deployment& d = c.deployments[i];
    return std::pair{-output_price(d), d.priority};
  });
  return out;
}

plan everything_behind(const catalog& c, std::string_view name) {
  return expand(c, name, tier::standard);
}

} // namespace bellwether::domain
