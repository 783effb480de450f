#pragma once

#include "cli/admin_key.hpp"

#include <cstdint>
#include <iosfwd>
#include <string>

namespace bellwether::cli {

/// What `bellwether alerts silence` was told, as it was written.
struct silence_options {
  admin_options daemon;
  std::string rule;   ///< "" = any
  std::string entity; ///< "" = any
  std::string reason;
  std::string length = "1h";
};

// Each asks a running daemon, prints what came of it and returns the exit code:
// success, failure when the daemon did not do it, configuration for wrong
// arguments.

/// What is wrong now, the sinks, and the newest that is over.
int show_alerts(const std::string& control, bool json, std::ostream& out,
                std::ostream& err);

/// Sends a test alert and shows what the sink said; failure if it did not take
/// it.
int test_alerts(const admin_options& daemon, const std::string& sink,
                std::ostream& out, std::ostream& err);

int acknowledge_alert(const admin_options& daemon, std::uint64_t number,
                      const std::string& by, std::ostream& out,
                      std::ostream& err);

int silence_alerts(const silence_options& options, std::ostream& out,
                   std::ostream& err);

/// Ends a silence.
int speak_again(const admin_options& daemon, std::uint64_t id,
                std::ostream& out, std::ostream& err);

} // namespace bellwether::cli
