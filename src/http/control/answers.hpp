#pragma once

#include "http/control/admin_gate.hpp"
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

/// Whether the request may change something; if not it is answered.
bool may_change(const httplib::Request& request,
                const settings::admin_access& access, admin_task what,
                httplib::Response& to);

} // namespace bellwether::http
