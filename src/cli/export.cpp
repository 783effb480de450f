#include "cli/commands.hpp"
#include "cli/control_client.hpp"
#include "cli/csv.hpp"
#include "cli/export_text.hpp"
#include "cli/interruption.hpp"
#include "cli/progress_line.hpp"
#include "cli/report.hpp"
#include "cli/whole_file.hpp"
#include "domain/rfc3339.hpp"
#include "settings/load.hpp"
#include "settings/text_table.hpp"

#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>

#include <chrono>
#include <ostream>
#include <stdexcept>
#include <unistd.h>

namespace bellwether::cli {

using json = nlohmann::ordered_json;
using settings::with_commas;

namespace {

/// What a daemon answers or does not; the sentence is for the operator.
struct no_answer : std::runtime_error {
  explicit no_answer(const control_answer& got)
      : std::runtime_error{(got.status == 400 ? "--" : "") + got.problem},
        code{got.status == 400 ? configuration : failure} {}
  int code;
};

json ask(const control_client& daemon, const std::string& path) {
  const auto got = daemon.get(path);
  if (!got.good())
    throw no_answer{got};
  return json::parse(got.body);
}

bool ends_with(const std::string& text, const std::string& end) {
  return text.size() >= end.size()
         && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

/// "json" or "csv"; "" if nothing says which.
std::string format_of(const export_options& options) {
  if (!options.format.empty())
    return options.format;
  for (const auto* known : {"json", "csv"})
    if (ends_with(options.file, std::string{"."} + known))
      return known;
  return "";
}

/// Writes page after page.
class exporter {
public:
  exporter(const control_client& daemon, const json& report, bool csv,
           std::ostream& to)
      : daemon_{daemon}, report_{report}, csv_{csv}, to_{to} {}

  /// False if a signal came.
  bool write(const json& summary, std::ostream& err) {
    const interruption signal;
    progress_line line{err, ::isatty(STDERR_FILENO) == 1};
    to_ << (csv_ ? csv_head(export_columns()) : export_head(summary));
    for (json next = 0; !next.is_null();) {
      if (signal.wait(std::chrono::milliseconds{0})) {
        line.end();
        return false;
      }
      next = write_page(next);
      line.show(fmt::format("{} of about {} attempts", with_commas(rows_),
                            with_commas(expected())),
                std::chrono::steady_clock::now());
    }
    to_ << (csv_ ? "" : export_tail());
    line.end();
    return true;
  }

  long long rows() const { return rows_; }

private:
  long long expected() const {
    return std::max(rows_, report_.at("total").at("attempts").get<long long>());
  }

  /// Writes the page in front of row `before`, 0 = the newest; where the next
  /// one begins.
  json write_page(const json& before) {
    const auto page = ask(
        daemon_, "/costs/requests"
                     + query({{"from", report_.at("from").get<std::string>()},
                              {"to", report_.at("to").get<std::string>()},
                              {"before", before == 0 ? "" : before.dump()},
                              {"limit", "1000"}}));
    for (const auto& each : page.at("requests")) {
      to_ << (csv_ ? csv_line(each, export_columns())
                   : export_row(each, rows_ == 0));
      ++rows_;
    }
    return page.at("next");
  }

  const control_client& daemon_;
  const json& report_;
  bool csv_;
  std::ostream& to_;
  long long rows_ = 0;
};

int write_all(const export_options& options, const control_client& daemon,
              const std::string& format, std::ostream& out, std::ostream& err) {
  whole_file file{options.file, options.force};
  if (const auto obstacle = file.obstacle(); !obstacle.empty()) {
    err << obstacle << '\n';
    return failure;
  }
  const auto report =
      ask(daemon, "/costs/report"
                      + query({{"from", options.from}, {"to", options.to}}));
  const auto now = domain::write_rfc3339_seconds(
      std::chrono::floor<std::chrono::milliseconds>(
          std::chrono::system_clock::now()));
  exporter all{daemon, report, format == "csv", file.out()};
  if (!all.write(export_summary(report, now), err)) {
    err << "stopped; nothing was written\n";
    return failure;
  }
  if (const auto problem = file.finish(); !problem.empty()) {
    err << problem << '\n';
    return failure;
  }
  out << options.file << ": " << with_commas(all.rows()) << " attempts\n";
  return success;
}

} // namespace

int export_costs(const export_options& options, std::ostream& out,
                 std::ostream& err) try {
  const auto at = settings::parse_endpoint(options.control);
  if (!at) {
    err << "--control " << options.control
        << ": allowed is HOST:PORT, such as 127.0.0.1:7301\n";
    return configuration;
  }
  const auto format = format_of(options);
  if (format.empty()) {
    err << options.file
        << ": its ending says neither json nor csv; add --format\n";
    return configuration;
  }
  return write_all(options, control_client{*at}, format, out, err);
} catch (const no_answer& why) {
  err << why.what() << '\n';
  return why.code;
} catch (const json::exception&) {
  err << "what answers at " << options.control
      << " tells of no costs: is it a Bellwether daemon?\n";
  return failure;
}

} // namespace bellwether::cli
