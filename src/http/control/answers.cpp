#include "http/control/answers.hpp"

namespace bellwether::http {

namespace {

constexpr const char* json_type = "application/json";

} // namespace

void send_json(httplib::Response& to, const std::string& json) {
  to.set_content(json, json_type);
}

void send_error(httplib::Response& to, const control_error& error) {
  to.status = error.status;
  if (error.status == 401)
    to.set_header("WWW-Authenticate", "Bearer");
  to.set_content(to_json(error), json_type);
}

void send_busy(httplib::Response& to) {
  send_error(
      to, {503, "the daemon is too busy to tell; ask again", "internal_error"});
}

bool may_change(const httplib::Request& request,
                const settings::admin_access& access, admin_task what,
                httplib::Response& to) {
  const auto error = refuse_change(
      access,
      {request.get_header_value("Authorization"),
       request.get_header_value("Content-Type"), request.has_header("Origin")},
      what);
  if (error)
    send_error(to, *error);
  return !error;
}

} // namespace bellwether::http
