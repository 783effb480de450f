#include "domain/alert_facts.hpp"
#include "domain/condition_parts.hpp"

#include <set>

namespace bellwether::domain {

std::vector<condition> conditions_of(const alert_facts& facts,
                                     const alert_policies& policies) {
  std::vector<condition> out;
  add_provider_conditions(facts, out);
  add_latency_conditions(facts, policies, out);
  add_budget_conditions(facts, out);
  add_service_conditions(facts, out);
  std::set<alert_key> known;
  std::erase_if(out, [&](const condition& each) {
    return !policies[each.key.rule].enabled || !known.insert(each.key).second;
  });
  return out;
}

} // namespace bellwether::domain
