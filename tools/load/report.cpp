#include "load/report.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <iomanip>
#include <sstream>

namespace bellwether::load {

using nlohmann::json;

namespace {

json quantiles_json(const quantiles& q) {
  return {{"p50", q.p50},
          {"p90", q.p90},
          {"p99", q.p99},
          {"p999", q.p999},
          {"max", q.max}};
}

double rounded(double x) {
  constexpr double thousand = 1000;
  return std::round(x * thousand) / thousand;
}

double rate_of(const run_result& r) {
  return r.took.count() > 0
             ? static_cast<double>(r.results.sent) / r.took.count()
             : 0;
}

void row(std::ostream& out, const char* name, const quantiles& q) {
  out << std::left << std::setw(14) << name << std::right;
  for (const auto value : {q.p50, q.p90, q.p99, q.p999, q.max}) {
    out << std::setw(11) << value;
  }
  out << '\n';
}

} // namespace

std::string report_json(run_result& r) {
  auto& x = r.results;
  auto failures = json::array();
  for (const auto& [reason, f] : x.failures) {
    failures.push_back(
        {{"reason", reason}, {"count", f.count}, {"sample", f.sample}});
  }
  auto statuses = json::object();
  for (const auto& [status, count] : x.statuses) {
    statuses[std::to_string(status)] = count;
  }
  const auto late = quantiles_of(x.lateness);
  const json out{
      {"sent", x.sent},
      {"succeeded", x.succeeded},
      {"failed", x.sent - x.succeeded},
      {"failures", std::move(failures)},
      {"status", std::move(statuses)},
      {"latency_us", quantiles_json(quantiles_of(x.latencies))},
      {"duration_s", rounded(r.took.count())},
      {"rate", rounded(rate_of(r))},
      {"reconnects", x.reconnects},
      {"headers",
       {{"x-bellwether-provider", x.providers},
        {"x-bellwether-attempts", x.attempts}}},
      {"streams",
       {{"count", x.streams},
        {"done", x.streams_done},
        {"first_chunk_us", quantiles_json(quantiles_of(x.first_chunks))}}},
      {"chunks",
       {{"count", x.content_chunks},
        {"late_p50_us", late.p50},
        {"late_p90_us", late.p90},
        {"late_p99_us", late.p99},
        {"late_p999_us", late.p999},
        {"late_max_us", late.max}}}};
  return out.dump(2, ' ', false, json::error_handler_t::replace);
}

std::string report_table(run_result& r) {
  auto& x = r.results;
  std::ostringstream out;
  out << x.sent << " sent, " << x.succeeded << " succeeded, "
      << x.sent - x.succeeded << " failed in " << std::fixed
      << std::setprecision(2) << r.took.count() << " s ("
      << std::setprecision(1) << rate_of(r) << "/s)\n";
  out << "microseconds          p50        p90        p99       p999        "
         "max\n";
  row(out, "latency", quantiles_of(x.latencies));
  if (x.streams > 0) {
    row(out, "first chunk", quantiles_of(x.first_chunks));
    if (!x.lateness.empty()) {
      row(out, "chunk lateness", quantiles_of(x.lateness));
    }
    out << x.streams << " streams, " << x.streams_done << " with [DONE], "
        << x.content_chunks << " content chunks\n";
  }
  for (const auto& [reason, f] : x.failures) {
    out << "failed " << f.count << " x " << reason << '\n';
  }
  return out.str();
}

} // namespace bellwether::load
