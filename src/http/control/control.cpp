#include "http/control/control.hpp"

#include "http/control/costs_json.hpp"
#include "http/control/health_json.hpp"
#include "http/control/metrics_text.hpp"
#include "http/control/rfc3339.hpp"
#include "version.hpp"

#include <caf/scoped_actor.hpp>
#include <httplib.h>
#include <nlohmann/json.hpp>
#include <spdlog/spdlog.h>

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>

namespace bellwether::http {

namespace {

constexpr const char* json_type = "application/json";
constexpr std::size_t handler_threads = 4;
constexpr std::size_t largest_body = 64 * 1024;
constexpr std::chrono::seconds patience{5};

void send_error(httplib::Response& to, int status, const std::string& message,
                const char* code) {
  const nlohmann::json body{{"error",
                             {{"message", message},
                              {"type", "invalid_request_error"},
                              {"param", nullptr},
                              {"code", code}}}};
  to.status = status;
  to.set_content(body.dump(), json_type);
}

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

/// Not the library's default: SO_REUSEPORT lets a second daemon take the same
/// port in silence.
void set_socket_options(socket_t socket) {
  const int yes = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
}

} // namespace

class control::impl {
public:
  explicit impl(control_config config) : config_{std::move(config)} {
    set_limits();
    add_routes();
    bind();
    thread_ = std::thread{[this] {
      server_.listen_after_bind();
    }};
  }

  ~impl() {
    server_.stop();
    thread_.join();
  }

  std::uint16_t port() const { return port_; }

private:
  void set_limits() {
    server_.new_task_queue = [] {
      return new httplib::ThreadPool(handler_threads);
    };
    server_.set_tcp_nodelay(true);
    server_.set_socket_options(set_socket_options);
    server_.set_payload_max_length(largest_body);
    server_.set_read_timeout(patience);
    server_.set_write_timeout(patience);
    server_.set_exception_handler(
        [](const auto&, auto& response, const std::exception_ptr&) {
          send_error(response, 500, "an internal error; the log says more",
                     "internal_error");
        });
    server_.set_error_handler([](const auto& request, auto& response) {
      if (response.body.empty())
        send_error(response, response.status,
                   "there is nothing at " + request.path
                       + "; known are /healthz, /health, /costs, /metrics and "
                         "/version",
                   "unknown_url");
    });
  }

  void add_routes() {
    server_.set_pre_routing_handler([](const auto& request, auto& response) {
      if (names_this_machine(request))
        return httplib::Server::HandlerResponse::Unhandled;
      send_error(response, 403,
                 "the control plane is reached by address or as localhost",
                 "host_not_allowed");
      return httplib::Server::HandlerResponse::Handled;
    });
    server_.Get("/healthz", [](const auto&, auto& response) {
      response.set_content("{\"status\":\"ok\"}\n", json_type);
    });
    server_.Get("/version", [](const auto&, auto& response) {
      response.set_content(std::string{"{\"version\":\""} + version + "\"}\n",
                           json_type);
    });
    server_.Get("/health",
                [this](const auto&, auto& response) { health(response); });
    server_.Get("/costs",
                [this](const auto&, auto& response) { costs(response); });
    server_.Get("/metrics",
                [this](const auto&, auto& response) { metrics(response); });
  }

  void bind() {
    const auto host =
        config_.listen.host == "localhost" ? "127.0.0.1" : config_.listen.host;
    const int bound = config_.listen.port == 0
                          ? server_.bind_to_any_port(host)
                          : (server_.bind_to_port(host, config_.listen.port)
                                 ? config_.listen.port
                                 : -1);
    if (bound < 0)
      throw std::runtime_error{
          "cannot listen on " + config_.listen.host + ":"
          + std::to_string(config_.listen.port)
          + " for the control plane: is something else using the port?"};
    port_ = static_cast<std::uint16_t>(bound);
  }

  /// An actor's answer; nothing, and an error for the caller, without one.
  template <class Answer, class Actor, class Question>
  std::optional<Answer> ask(const Actor& whom, Question question,
                            httplib::Response& response) {
    std::optional<Answer> out;
    caf::scoped_actor self{config_.supervisor->home_system()};
    self->request(whom, patience, question)
        .receive([&](Answer& answer) { out = std::move(answer); },
                 [&](const caf::error&) {
                   send_error(response, 503, "the daemon is too busy to tell",
                              "internal_error");
                 });
    return out;
  }

  auto ask_reports(httplib::Response& response) {
    return ask<std::vector<actors::provider_report>>(
        config_.supervisor, actors::report_request{}, response);
  }

  auto ask_tally(httplib::Response& response) {
    return ask<actors::tally_snapshot>(config_.actors->cost(),
                                       actors::tally_request{}, response);
  }

  void health(httplib::Response& response) {
    if (const auto reports = ask_reports(response))
      response.set_content(
          health_json(*reports, std::chrono::steady_clock::now(),
                      std::chrono::system_clock::now()),
          json_type);
  }

  void costs(httplib::Response& response) {
    if (const auto tally = ask_tally(response))
      response.set_content(costs_json(**tally, started_at_), json_type);
  }

  void metrics(httplib::Response& response) {
    const auto reports = ask_reports(response);
    const auto tally = ask_tally(response);
    if (reports && tally)
      response.set_content(metrics_text(**tally, *reports, config_.models),
                           metrics_content_type);
  }

  control_config config_;
  const std::string started_at_ = rfc3339(std::chrono::system_clock::now());
  httplib::Server server_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

control::control(control_config config)
    : impl_{std::make_unique<impl>(std::move(config))} {}

control::~control() = default;

std::uint16_t control::port() const {
  return impl_->port();
}

} // namespace bellwether::http
