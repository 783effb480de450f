#include "cli/drill.hpp"

#include "cli/commands.hpp"
#include "cli/control_client.hpp"
#include "cli/drill_arguments.hpp"
#include "cli/drill_files.hpp"
#include "cli/drill_text.hpp"
#include "cli/interruption.hpp"
#include "cli/progress_line.hpp"
#include "domain/rfc3339.hpp"
#include "settings/text_table.hpp"
#include "version.hpp"

#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>

#include <chrono>
#include <csignal>
#include <ostream>
#include <unistd.h>

namespace bellwether::cli {

using json = nlohmann::ordered_json;
using std::chrono::steady_clock;
using std::chrono::system_clock;

namespace {

constexpr std::chrono::seconds between_looks{1};
/// A daemon under full load may miss a question or two.
constexpr int most_unanswered = 10;

/// A drill that was started.
class running_drill {
public:
  running_drill(const control_client& daemon, const interruption& signal,
                json first, std::ostream& err)
      : daemon_{daemon},
        signal_{signal},
        err_{err},
        line_{err, ::isatty(STDERR_FILENO) == 1},
        now_(std::move(first)) {}

  /// Until the fault is gone, by its time or by a signal.
  void watch() {
    while (runs() && unanswered_ < most_unanswered) {
      line_.show(drill_progress(now_), steady_clock::now());
      if (signal_.wait(between_looks)) {
        line_.end();
        err_ << "stopping the drill\n";
        look(daemon_.remove("/drill"));
        if (!runs())
          return;
      } else {
        look(daemon_.get("/drill"));
      }
    }
    line_.end();
  }

  /// Until the provider is healthy again, `most` is over or a signal comes.
  void await_recovery(std::chrono::milliseconds most) {
    const auto end = steady_clock::now() + most;
    while (recovers() && steady_clock::now() < end
           && unanswered_ < most_unanswered) {
      const auto left = end - steady_clock::now();
      line_.show(
          fmt::format("waiting for {} to be healthy again, for {} s at most",
                      now_.at("provider").get<std::string>(),
                      std::chrono::ceil<std::chrono::seconds>(left).count()),
          steady_clock::now());
      if (signal_.wait(between_looks))
        break;
      look(daemon_.get("/drill"));
    }
    line_.end();
  }

  const json& now() const { return now_; }
  bool runs() const { return now_.at("state") == "running"; }

private:
  bool recovers() const {
    return !runs() && !now_.at("time_to_detect_ms").is_null()
           && now_.at("time_to_recover_ms").is_null();
  }

  void look(const control_answer& answer) {
    auto read = json::parse(answer.body, nullptr, false);
    if (answer.good() && read.is_object()) {
      now_ = std::move(read);
      unanswered_ = 0;
    } else if (++unanswered_ == most_unanswered) {
      line_.end();
      err_ << answer.problem << '\n';
    }
  }

  const control_client& daemon_;
  const interruption& signal_;
  std::ostream& err_;
  progress_line line_;
  json now_;
  int unanswered_ = 0;
};

void print_figures(const json& drill, std::ostream& out) {
  settings::text_table table{{{"FIGURE"}, {"VALUE"}}};
  for (const auto& [what, value] : drill_figures(drill))
    table.add({what, value});
  out << '\n' << drill_verdict(drill) << "\n\n" << table.to_string(2) << '\n';
}

int report(const json& drill, const drill_plan& plan,
           system_clock::time_point started, std::ostream& out,
           std::ostream& err) {
  const json record{
      {"bellwether", version},
      {"control", to_string(plan.control)},
      {"started_at",
       domain::write_rfc3339_seconds(
           std::chrono::floor<std::chrono::milliseconds>(started))},
      {"verdict", drill_verdict(drill)},
      {"callers_felt_it", callers_felt(drill)},
      {"drill", drill}};
  print_figures(drill, out);
  const auto files = name_drill_files(plan.folder, drill, started);
  if (!write_drill_files(files, record)) {
    err << "the report could not be written to " << plan.folder << '\n';
    return failure;
  }
  out << files.json << '\n' << files.page << '\n';
  return callers_felt(drill) || drill.at("state") == "running" ? failure
                                                               : success;
}

int explain(const control_answer& answer, std::ostream& err) {
  err << "the drill did not start: " << answer.problem;
  if (answer.status == 401)
    err << "; name it with --admin-key-env or --admin-key-file";
  err << '\n';
  return answer.status == 400 ? configuration : failure;
}

int hold(const drill_plan& plan, std::ostream& out, std::ostream& err) {
  const control_client daemon{plan.control, plan.admin_key};
  const interruption signal; // from here on: what was started is stopped too
  // What reads the figures may be gone; the drill is to be stopped all the
  // same.
  std::signal(SIGPIPE, SIG_IGN);
  const auto started = system_clock::now();
  const auto first = daemon.post("/drill", plan.order);
  if (first.status == 0 || first.status >= 500)
    daemon.remove("/drill"); // it may have begun, and nobody would watch it
  if (!first.good())
    return explain(first, err);
  running_drill drill{daemon, signal, json::parse(first.body), err};
  err << "the drill runs; Ctrl-C stops it\n";
  drill.watch();
  drill.await_recovery(plan.recover);
  return report(drill.now(), plan, started, out, err);
}

} // namespace

int drill(const drill_options& options, std::ostream& out, std::ostream& err) {
  const auto plan = plan_drill(options);
  if (const auto* wrong = std::get_if<std::string>(&plan)) {
    err << *wrong << '\n';
    return configuration;
  }
  try {
    return hold(std::get<drill_plan>(plan), out, err);
  } catch (const json::exception&) {
    err << "what answers at " << options.daemon.control
        << " tells of no drill: is it a Bellwether daemon?\n";
    return failure;
  }
}

} // namespace bellwether::cli
