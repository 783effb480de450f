#pragma once

#include "integration/harness/stage.hpp"

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

namespace bellwether::integration {

/// The admin key of a drill_stage, for its daemon and for the command, and as
/// callers of /drill send it.
environment admin_environment();
header_list admin_headers();

/// {"provider": "openai", "fault": FAULT}.
json drill_order(const std::string& fault);

/// A daemon that lets itself be drilled, with short holds and no probes, and a
/// folder for reports.
struct drill_stage : stage {
  explicit drill_stage(const json& changes = json::object());

  answer start(const json& order,
               const header_list& headers = admin_headers()) const;
  answer stop() const;

  /// GET /drill.
  json drill() const;

  /// `bellwether drill` at openai, with its report in `reports`.
  std::vector<std::string> command(const std::string& fault,
                                   const std::string& length) const;

  /// The report's JSON, null without one, and its page.
  json report() const;
  std::string page() const;

  temporary_folder reports;
};

/// Callers that go on asking, one plain request and one stream after the other,
/// until they are stopped. Counted in pairs.
class callers {
public:
  explicit callers(const stage& at, const char* route = "pair");
  ~callers() { stop(); }
  callers(const callers&) = delete;
  callers& operator=(const callers&) = delete;

  void stop();

  std::atomic<int> answered = 0;
  std::atomic<int> failed = 0;

private:
  void go_on(std::uint16_t port, const std::string& route);

  std::atomic<bool> stopped_ = false;
  std::thread thread_;
};

} // namespace bellwether::integration
