#pragma once

#include "actors/alert_messages.hpp"

#include <string>

namespace bellwether::http {

/// All of it, as GET /alerts tells it: {active, history, deliveries, silences,
/// silence_windows, sinks, overflowed, problem}.
std::string alerts_json(const actors::alerts_report& of);

/// The silences alone, as GET /silences tells them: {silences, windows}.
std::string silences_json(const actors::alerts_report& of);

/// One, as POST /silences answers.
std::string silence_json(const domain::silence& of);

/// What POST /alerts/test answers: {sink, delivered, status, answer, took_ms}.
std::string sink_test_json(const std::string& sink,
                           const actors::sink_test& of);

} // namespace bellwether::http
