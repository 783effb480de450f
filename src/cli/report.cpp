#include "cli/report.hpp"

#include "cli/commands.hpp"
#include "cli/control_client.hpp"
#include "cli/report_text.hpp"
#include "settings/load.hpp"

#include <nlohmann/json.hpp>

#include <ostream>

namespace bellwether::cli {

using json = nlohmann::ordered_json;

namespace {

/// Null if the daemon does not tell: a report is worth reading without.
json budgets(const control_client& daemon) {
  const auto got = daemon.get("/budgets");
  auto read = json::parse(got.body, nullptr, false);
  return got.good() && !read.is_discarded() ? read : json(nullptr);
}

int print(const control_client& daemon, const report_options& options,
          const std::string& body, std::ostream& out) {
  if (options.format == "json") {
    out << body;
    return success;
  }
  const auto read = json::parse(body);
  out << (options.format == "csv" ? report_csv(read)
                                  : report_text(read, budgets(daemon)));
  return success;
}

} // namespace

int report(const report_options& options, std::ostream& out,
           std::ostream& err) {
  const auto at = settings::parse_endpoint(options.control);
  if (!at) {
    err << "--control " << options.control
        << ": allowed is HOST:PORT, such as 127.0.0.1:7301\n";
    return configuration;
  }
  const control_client daemon{*at};
  const auto got = daemon.get(
      "/costs/report"
      + query(
          {{"from", options.from}, {"to", options.to}, {"by", options.by}}));
  if (!got.good()) {
    err << (got.status == 400 ? "--" : "") << got.problem << '\n';
    return got.status == 400 ? configuration : failure;
  }
  try {
    return print(daemon, options, got.body, out);
  } catch (const json::exception&) {
    err << "what answers at " << options.control
        << " tells of no costs: is it a Bellwether daemon?\n";
    return failure;
  }
}

} // namespace bellwether::cli
