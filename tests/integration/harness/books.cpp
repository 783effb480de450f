#include "integration/harness/books.hpp"

#include "integration/harness/http.hpp"

#include <catch2/catch.hpp>

#include <charconv>

namespace bellwether::integration {

std::vector<json> entries_of(const daemon_under_test& at,
                             const std::string& prefix) {
  std::vector<json> out;
  std::string before;
  for (;;) {
    const auto page =
        get(at.control_port(), "/costs/requests?limit=1000" + before).json();
    bool any = false;
    for (const auto& row : page.at("requests"))
      if (row.at("request_id").get<std::string>().starts_with(prefix)) {
        out.push_back(row);
        any = true;
      }
    // Requests of one prefix came after all that stand before them.
    if (page.at("next").is_null() || !any)
      return out;
    before = "&before=" + std::to_string(page["next"].get<std::uint64_t>());
  }
}

std::string exact_cost(const json& row) {
  return row.at("cost_usd_exact");
}

json budget_of(const daemon_under_test& at, const std::string& name) {
  const auto all = get(at.control_port(), "/budgets").json();
  for (const auto& budget : all.at("budgets"))
    if (budget["name"] == name)
      return budget;
  FAIL("there is no budget " << name << " in " << all.dump(2));
  return {};
}

std::int64_t nanos(const std::string& amount) {
  const auto point = amount.find('.');
  const auto digits = amount.substr(0, point) + amount.substr(point + 1);
  std::int64_t out = 0;
  const auto* end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, out);
  if (point == std::string::npos || amount.size() - point != 10
      || read.ptr != end)
    FAIL("not an amount with nine decimals: '" << amount << "'");
  return out;
}

} // namespace bellwether::integration
