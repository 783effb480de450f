#pragma once

#include "domain/alert_facts.hpp"

#include <vector>

namespace bellwether::domain {

// The parts of conditions_of(), by what they are about. Each appends.

void add_provider_conditions(const alert_facts& facts,
                             std::vector<condition>& to);
void add_latency_conditions(const alert_facts& facts,
                            const alert_policies& policies,
                            std::vector<condition>& to);
void add_budget_conditions(const alert_facts& facts,
                           std::vector<condition>& to);
void add_service_conditions(const alert_facts& facts,
                            std::vector<condition>& to);

} // namespace bellwether::domain
