#include "cli/amounts.hpp"
#include "cli/status_text.hpp"
#include "settings/text_table.hpp"

#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace bellwether::cli {

using nlohmann::json;
using settings::with_commas;

namespace {

/// One without a limit above zero counts as full.
double fullness(const json& budget) {
  const auto& percent = budget.at("usage_percent");
  return percent.is_number() ? percent.get<double>() : 100.0;
}

std::string amount(const json& of, const char* name) {
  return dollars_text(read_amount(of.at(name).get<std::string>()), 2);
}

std::string fullest(const json& budgets) {
  const auto& all = budgets.at("budgets");
  if (all.empty())
    return "no budgets";
  const auto& of = *std::ranges::max_element(
      all, {}, [](const auto& each) { return fullness(each); });
  return fmt::format(
      "budget {}: {} of {} spent ({:.0f} %){}",
      of.at("name").get<std::string>(), amount(of, "spent_usd_exact"),
      amount(of, "limit_usd_exact"), fullness(of),
      all.size() > 1 ? fmt::format(", the fullest of {}", all.size())
                     : std::string{});
}

std::string state_of(const json& ledger) {
  const auto lost = ledger.at("lost").get<long long>();
  const auto losses =
      lost > 0 ? fmt::format(", {} LOST", with_commas(lost)) : std::string{};
  if (ledger.at("failing") == true)
    return "the ledger FAILS"
           + (ledger.at("problem").is_string()
                  ? ": " + ledger["problem"].get<std::string>()
                  : std::string{})
           + losses;
  return fmt::format("ledger: {} attempts{}",
                     with_commas(ledger.at("rows").get<long long>()), losses);
}

} // namespace

std::string money_text(const json& budgets, const json& ledger) {
  return fullest(budgets) + "; " + state_of(ledger) + "\n";
}

} // namespace bellwether::cli
