#include "http/control/drill_json.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cmath>

namespace bellwether::http {

using nlohmann::ordered_json;

namespace {

double to_ms(std::chrono::nanoseconds t) {
  const std::chrono::duration<double, std::milli> exact = t;
  return std::round(exact.count() * 1e3) / 1e3;
}

ordered_json summary(const domain::duration_summary& of) {
  if (of.count == 0)
    return {{"count", 0}, {"p50", nullptr}, {"p95", nullptr}, {"p99", nullptr}};
  return {{"count", of.count},
          {"p50", to_ms(of.p50)},
          {"p95", to_ms(of.p95)},
          {"p99", to_ms(of.p99)}};
}

ordered_json or_null(const std::optional<std::chrono::milliseconds>& t) {
  return t ? ordered_json(t->count()) : ordered_json(nullptr);
}

} // namespace

std::string drill_json(const std::optional<domain::drill_report>& report,
                       const std::vector<std::string>& providers) {
  if (!report)
    return "null\n";
  const auto& order = report->order;
  const ordered_json out{
      {"provider", providers.at(order.provider)},
      {"fault", to_string(order.fault)},
      {"share_percent", std::round(order.share * 1e4) / 1e2},
      {"for_seconds", static_cast<double>(order.length.count()) / 1e3},
      {"delay_ms", order.fault == domain::drill_fault::slow
                       ? ordered_json(order.delay.count())
                       : ordered_json(nullptr)},
      {"state", to_string(report->end)},
      {"elapsed_seconds", static_cast<double>(report->elapsed.count()) / 1e3},
      {"requests", report->requests},
      {"failed", report->failed},
      {"hit", report->hit},
      {"rerouted", report->rerouted},
      {"added_latency_ms",
       {{"hit", summary(report->delay_hit)},
        {"others", summary(report->delay_others)}}},
      {"time_to_detect_ms", or_null(report->time_to_detect)},
      {"time_to_recover_ms", or_null(report->time_to_recover)},
      {"spent_usd", report->spent.usd()},
      {"extra_usd", report->extra.usd()}};
  return out.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

} // namespace bellwether::http
