#include "cli/commands.hpp"
#include "cli/read_config.hpp"
#include "cli/ready_file.hpp"
#include "daemon.hpp"
#include "settings/load.hpp"
#include "version.hpp"

#include <spdlog/async.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <csignal>
#include <exception>
#include <filesystem>
#include <iostream>
#include <optional>
#include <utility>

namespace bellwether::cli {

namespace {

/// Blocks the signals that end the daemon in this thread and in every thread
/// that it starts, so that wait_for_end() alone takes them.
sigset_t block_signals() {
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  // A caller that closes its connection early is no reason to die.
  std::signal(SIGPIPE, SIG_IGN);
  // Nor is a limit on the size of files: such a write fails as on a full disk.
  std::signal(SIGXFSZ, SIG_IGN);
  return ends;
}

void wait_for_end(const sigset_t& ends) {
  int signal = 0;
  sigwait(&ends, &signal);
  spdlog::info("{}: letting running requests finish (again to stop at once)",
               signal == SIGINT ? "SIGINT" : "SIGTERM");
  // The next one ends the process by its default action.
  pthread_sigmask(SIG_UNBLOCK, &ends, nullptr);
}

/// Log lines are written by a thread of their own; when it cannot keep up the
/// oldest are dropped rather than requests held up.
void start_log(const std::string& level) {
  constexpr std::size_t most_lines_waiting = 8192;
  spdlog::init_thread_pool(most_lines_waiting, 1);
  auto log = spdlog::create_async_nb<spdlog::sinks::stderr_color_sink_mt>(
      "bellwether");
  log->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %^%-8l%$ %v");
  log->set_level(spdlog::level::from_str(level));
  spdlog::set_default_logger(std::move(log));
}

/// Command line over configuration; false and a message if it cannot be.
bool override_endpoint(settings::endpoint& to, const std::string& text,
                       const char* option) {
  if (text.empty())
    return true;
  const auto parsed = settings::parse_endpoint(text);
  const auto wrong = parsed ? settings::listen_error(*parsed)
                            : "must be HOST:PORT, such as 127.0.0.1:7300 or "
                              "[::1]:7300; port 0 lets the system choose";
  if (!wrong.empty()) {
    std::cerr << option << " " << text << ": " << wrong << '\n';
    return false;
  }
  to = *parsed;
  return true;
}

/// A folder relative to where the command runs, "" for none.
bool override_state_dir(settings::settings& to,
                        const std::optional<std::string>& folder) {
  if (!folder)
    return true;
  if (folder->starts_with('-')) { // CLI11 reads `--state-dir= --x` so
    std::cerr << "--state-dir " << *folder
              << ": must be a folder, or '' to keep nothing\n";
    return false;
  }
  namespace fs = std::filesystem;
  to.state_dir = folder->empty() ? "" : fs::absolute(*folder).string();
  std::erase(to.notes, settings::no_state_note);
  return true;
}

std::optional<settings::settings> configure(const serve_options& options) {
  auto loaded = read_config(options.config);
  if (!loaded || !override_endpoint(loaded->listen, options.listen, "--listen")
      || !override_endpoint(loaded->control, options.control, "--control")
      || !override_state_dir(*loaded, options.state_dir))
    return std::nullopt;
  if (settings::clash(loaded->listen, loaded->control)) {
    std::cerr << "--listen and --control: both planes cannot listen on "
              << to_string(loaded->listen) << '\n';
    return std::nullopt;
  }
  for (auto& note : settings::exposure_notes(loaded->listen, loaded->control))
    if (std::ranges::find(loaded->notes, note) == loaded->notes.end())
      loaded->notes.push_back(std::move(note));
  if (!options.log_level.empty())
    loaded->log_level = options.log_level;
  return loaded;
}

} // namespace

int serve(const serve_options& options) {
  auto configured = configure(options);
  if (!configured)
    return configuration;
  const auto ends = block_signals();
  start_log(configured->log_level);
  for (const auto& note : configured->notes)
    spdlog::warn("{}", note);
  int code = success;
  try {
    const auto listen = configured->listen;
    const auto control = configured->control;
    const daemon running{std::move(*configured)};
    const ready_addresses ready{url(listen.host, running.listen_port()),
                                url(control.host, running.control_port())};
    spdlog::info("bellwether {} serves {} (control plane {})", version,
                 ready.listen_url, ready.control_url);
    if (!options.ready_file.empty())
      write_ready_file(options.ready_file, ready);
    wait_for_end(ends);
  } catch (const std::exception& fault) {
    spdlog::critical("{}", fault.what());
    code = failure;
  }
  spdlog::info("stopped");
  spdlog::shutdown();
  return code;
}

} // namespace bellwether::cli
