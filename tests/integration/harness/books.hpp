#pragma once

#include "integration/harness/daemon_under_test.hpp"

#include <string>
#include <vector>

namespace bellwether::integration {

/// The ledger's rows of the requests whose id begins with `prefix`, or of all,
/// newest first, as GET /costs/requests tells them page by page.
std::vector<json> entries_of(const daemon_under_test& at,
                             const std::string& prefix = {});

/// What a row of the ledger cost, with all nine decimals.
std::string exact_cost(const json& row);

/// A budget of GET /budgets.
json budget_of(const daemon_under_test& at, const std::string& name);

/// An amount with nine decimals as nano-dollars.
std::int64_t nanos(const std::string& amount);

} // namespace bellwether::integration
