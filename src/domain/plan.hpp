#pragma once

#include "domain/catalog.hpp"
#include "domain/request_facts.hpp"

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

namespace bellwether::domain {

/// Indices into catalog::deployments in the order in which they are tried. No
/// index stands twice. Never empty.
using plan = std::vector<std::size_t>;

/// Why there is nothing to try. The caller's mistake, not an outage.
struct plan_refusal {
  enum class reason { unknown_model, context_too_long, lacks_capability };

  reason why = reason::unknown_model;
  std::string detail; ///< a sentence for the caller that names the remedy
};

/// The tier that a prompt of so many tokens needs.
tier required_tier(const complexity_thresholds& t, std::int64_t prompt_tokens);

/// The candidates for a request: the asked-for model's deployments or route,
/// ordered by the route's strategy, then those of its fallbacks, breadth first.
/// Leaves out deployments with another task, that lack a capability the request
/// needs, or whose context window the prompt does not fit into; embeddings keep
/// to the deployments of one model.
std::variant<plan, plan_refusal> make_plan(const catalog& c,
                                           const request_facts& facts);

/// The deployments that could carry the request and whose output costs less
/// than that of `than`: the dearest first, so that as little as possible is
/// lost. None for embeddings: they keep to one model.
plan cheaper_than(const catalog& c, const request_facts& facts,
                  std::size_t than);

/// A cycle in the fallback graph as "a -> b -> a", or "" if there is none.
std::string find_fallback_cycle(const catalog& c);

/// All that a request for `name` may be brought to, fallbacks included, each
/// once: indices into catalog::deployments, in no order that matters.
plan everything_behind(const catalog& c, std::string_view name);

} // namespace bellwether::domain
