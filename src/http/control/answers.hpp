#pragma once

#include "http/control/control_error.hpp"

#include <httplib.h>

#include <string>

namespace bellwether::http {

/// Answers with a JSON text.
void send_json(httplib::Response& to, const std::string& json);

/// Answers with an error.
void send_error(httplib::Response& to, const control_error& error);

/// Answers that an actor did not tell in time.
void send_busy(httplib::Response& to);

} // namespace bellwether::http
