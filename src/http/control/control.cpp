#include "http/control/control.hpp"

#include "http/control/answers.hpp"
#include "http/control/pages.hpp"

#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>

namespace bellwether::http {

namespace {

using handled = httplib::Server::HandlerResponse;

/// Each connection has one while it is open: enough for those who follow the
/// events and for those who ask something beside them.
constexpr std::size_t handler_threads = 16;
constexpr std::size_t largest_body = std::size_t{64} * 1024;
constexpr std::chrono::seconds patience{5};
constexpr int keep_alive_seconds = 1;

/// A web page can let its own host name point to this machine and read what it
/// finds here. Such a request carries that name.
bool names_this_machine(const httplib::Request& request) {
  auto host = request.get_header_value("Host");
  if (host.starts_with('['))
    return true;
  host = host.substr(0, host.find(':'));
  return host.empty() || host == "localhost"
         || host.find_first_not_of("0123456789.") == std::string::npos;
}

/// The library would wait for the end of such a body until its patience ends.
bool lacks_length(const httplib::Request& request) {
  return (request.method == "POST" || request.method == "PUT")
         && !request.has_header("Content-Length")
         && !request.has_header("Transfer-Encoding");
}

handled look_first(const httplib::Request& request, httplib::Response& to) {
  if (!names_this_machine(request))
    send_error(to,
               {403, "the control plane is reached by address or as localhost",
                "host_not_allowed"});
  else if (lacks_length(request))
    send_error(
        to,
        {411, "a " + request.method + " needs a body and its Content-Length",
         "length_required"});
  else
    return handled::Unhandled;
  return handled::Handled;
}

/// Errors that the library found.
void explain(const httplib::Request& request, httplib::Response& to) {
  if (!to.body.empty())
    return;
  if (to.status == 404)
    return send_error(
        to,
        {404,
         "there is nothing at " + request.method + " " + request.path
             + "; known are GET /healthz, /health, /availability, /events, "
               "/costs, /costs/report, /costs/requests, /budgets, /ledger, "
               "/alerts, /silences, /metrics, /drill and /version, PUT "
               "/budgets/NAME, POST /alerts/NUMBER/acknowledge and "
               "/alerts/test, POST /silences, DELETE /silences/ID, and POST "
               "and DELETE /drill",
         "unknown_url"});
  send_error(to, {to.status, "the request could not be read", "bad_request"});
}

/// Not the library's default: SO_REUSEPORT lets a second daemon take the same
/// port in silence.
void set_socket_options(socket_t socket) {
  const int yes = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
}

void set_limits(httplib::Server& of) {
  of.new_task_queue = [] {
    return new httplib::ThreadPool(handler_threads);
  };
  of.set_tcp_nodelay(true);
  of.set_socket_options(set_socket_options);
  of.set_payload_max_length(largest_body);
  of.set_read_timeout(patience);
  of.set_write_timeout(patience);
  of.set_keep_alive_timeout(keep_alive_seconds);
}

std::uint16_t bind(httplib::Server& to, const settings::endpoint& at) {
  const auto host = at.host == "localhost" ? "127.0.0.1" : at.host;
  const int bound = at.port == 0
                        ? to.bind_to_any_port(host)
                        : (to.bind_to_port(host, at.port) ? at.port : -1);
  if (bound < 0)
    throw std::runtime_error{
        "cannot listen on " + at.host + ":" + std::to_string(at.port)
        + " for the control plane: is something else using the port?"};
  return static_cast<std::uint16_t>(bound);
}

} // namespace

class control::impl {
public:
  explicit impl(const control_config& config) {
    set_limits(server_);
    add_routes(config);
    port_ = bind(server_, config.listen);
    thread_ = std::thread{[this] {
      server_.listen_after_bind();
    }};
    // A server that does not run yet cannot be stopped.
    while (!server_.is_running())
      std::this_thread::yield();
  }

  ~impl() {
    server_.stop();
    thread_.join();
  }

  std::uint16_t port() const { return port_; }

private:
  void add_routes(const control_config& config) {
    server_.set_pre_routing_handler(look_first);
    add_reports(server_, config);
    add_events(server_, config);
    add_costs(server_, config);
    add_budgets(server_, config);
    add_alerts(server_, config);
    add_drills(server_, config);
    server_.set_error_handler(explain);
    server_.set_exception_handler(
        [](const auto&, auto& answer, const std::exception_ptr&) {
          send_error(answer, {500, "an internal error; the log says more",
                              "internal_error"});
        });
  }

  httplib::Server server_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

control::control(const control_config& config)
    : impl_{std::make_unique<impl>(config)} {}

control::~control() = default;

std::uint16_t control::port() const {
  return impl_->port();
}

} // namespace bellwether::http
