#include "http/control/availability_json.hpp"

#include <nlohmann/json.hpp>

#include <cmath>

namespace bellwether::http {

using nlohmann::ordered_json;

namespace {

double rounded(double value, double decimals) {
  return std::round(value * decimals) / decimals;
}

double percent(double share) {
  return rounded(share * 100, 1e5);
}

ordered_json percent(std::optional<double> share) {
  return share ? ordered_json(percent(*share)) : ordered_json(nullptr);
}

ordered_json providers_json(const std::vector<domain::success_count>& counts,
                            const std::vector<std::string>& names) {
  auto out = ordered_json::object();
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto alone = i < counts.size() ? counts[i] : domain::success_count{};
    out[names[i]] = {{"availability_percent", percent(alone.share_good())},
                     {"answered", alone.good},
                     {"failed", alone.bad}};
  }
  return out;
}

} // namespace

std::string availability_json(const actors::availability_snapshot& now,
                              const std::vector<std::string>& providers) {
  auto windows = ordered_json::array();
  for (const auto& [window, length, counts, burn_rate] : now.windows)
    windows.push_back(
        {{"window", window},
         {"availability_percent", percent(counts.callers.share_good())},
         {"requests", counts.callers.total()},
         {"failed", counts.callers.bad},
         {"burn_rate", burn_rate ? ordered_json(rounded(*burn_rate, 1e3))
                                 : ordered_json(nullptr)},
         {"saved_requests", counts.saved},
         {"providers", providers_json(counts.providers, providers)}});
  const ordered_json out{{"objective_percent", percent(now.objective)},
                         {"budget_left_percent", percent(now.budget_left)},
                         {"windows", windows}};
  return out.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

ordered_json availability_summary(
    const std::optional<actors::availability_snapshot>& now) {
  if (!now || now->windows.empty())
    return nullptr;
  const auto& month = now->windows.back().counts;
  return {{"objective_percent", percent(now->objective)},
          {"budget_left_percent", percent(now->budget_left)},
          {"availability_percent", percent(month.callers.share_good())},
          {"requests", month.callers.total()},
          {"saved_requests", month.saved}};
}

} // namespace bellwether::http
