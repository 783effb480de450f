#include "http/control/alert_orders.hpp"
#include "http/control/alerts_json.hpp"
#include "http/control/answers.hpp"
#include "http/control/pages.hpp"
#include "http/control/questions.hpp"

#include <charconv>
#include <chrono>
#include <memory>
#include <string>

namespace bellwether::http {

namespace {

using httplib::Request;
using httplib::Response;

/// Of a path: digits alone. 0, which nothing has, if there are too many.
std::uint64_t number_of(const std::string& digits) {
  std::uint64_t out = 0;
  const auto* end = digits.data() + digits.size();
  return std::from_chars(digits.data(), end, out).ec == std::errc{} ? out : 0;
}

/// ?history=N&deliveries=N.
std::optional<control_error> read_count(const Request& from, const char* name,
                                        std::size_t& to) {
  constexpr std::size_t most = 1'000;
  if (!from.has_param(name))
    return std::nullopt;
  const auto text = from.get_param_value(name);
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, to);
  if (read.ec == std::errc{} && read.ptr == end && to <= most)
    return std::nullopt;
  return control_error{
      400, std::string{name} + " must be a whole number from 0 to 1000",
      "invalid_value", name};
}

/// Alerts, who is told of them, and who is not for a while.
class alert_pages {
public:
  explicit alert_pages(const control_config& config)
      : ask_{config}, access_{config.admin} {}

  void show(const Request& request, Response& to) const {
    actors::alerts_request wanted;
    if (const auto error = read_count(request, "history", wanted.history))
      return send_error(to, *error);
    if (const auto error = read_count(request, "deliveries", wanted.deliveries))
      return send_error(to, *error);
    answer(to, wanted, alerts_json);
  }

  void list_silences(const Request&, Response& to) const {
    answer(to, {0, 0}, silences_json);
  }

  void acknowledge(const Request& request, Response& to) const {
    if (!allowed(request, to))
      return;
    const auto by = parse_acknowledgement(request.body);
    if (const auto* error = std::get_if<control_error>(&by))
      return send_error(to, *error);
    done(to,
         ask_.alerts<std::string>(actors::acknowledge_alert{
             number_of(request.matches[1]), std::get<std::string>(by)}),
         "alert_not_found");
  }

  void silence(const Request& request, Response& to) const {
    if (!allowed(request, to))
      return;
    auto parsed = parse_silence(request.body,
                                std::chrono::floor<std::chrono::milliseconds>(
                                    std::chrono::system_clock::now()));
    if (const auto* error = std::get_if<control_error>(&parsed))
      return send_error(to, *error);
    auto wanted = std::get<domain::silence>(std::move(parsed));
    const auto id = ask_.alerts<std::uint64_t>(actors::add_silence{wanted});
    if (!id)
      return send_busy(to);
    if (*id == 0)
      return send_error(to,
                        {409,
                         "there are too many silences, or they cannot be kept; "
                         "GET /alerts says more",
                         "silence_not_kept"});
    wanted.id = *id;
    send_json(to, silence_json(wanted));
  }

  void speak(const Request& request, Response& to) const {
    if (allowed(request, to))
      done(to,
           ask_.alerts<std::string>(
               actors::remove_silence{number_of(request.matches[1])}),
           "silence_not_found");
  }

  void test(const Request& request, Response& to) const {
    if (!allowed(request, to))
      return;
    const auto sink = parse_sink_name(request.body);
    if (const auto* error = std::get_if<control_error>(&sink))
      return send_error(to, *error);
    const auto& name = std::get<std::string>(sink);
    const auto said = ask_.test(actors::test_sink{name});
    if (!said)
      return send_busy(to);
    if (!said->known)
      return send_error(to, {404,
                             "there is no sink " + name
                                 + "; GET /alerts lists those that there are",
                             "sink_not_found", "sink"});
    send_json(to, sink_test_json(name, *said));
  }

private:
  bool allowed(const Request& request, Response& to) const {
    return may_change(request, access_, admin_task::alerts, to);
  }

  template <class Text>
  void answer(Response& to, actors::alerts_request wanted, Text text) const {
    const auto now = ask_.alerts<actors::alerts_snapshot>(wanted);
    if (!now)
      return send_busy(to);
    send_json(to, text(**now));
  }

  static void done(Response& to, const std::optional<std::string>& problem,
                   const char* code) {
    if (!problem)
      return send_busy(to);
    if (!problem->empty())
      return send_error(to, {404, *problem, code});
    send_json(to, "{\"done\": true}\n");
  }

  questions ask_;
  settings::admin_access access_;
};

} // namespace

void add_alerts(httplib::Server& to, const control_config& config) {
  const auto all = std::make_shared<const alert_pages>(config);
  to.Get("/alerts", [all](const auto& request, auto& answer) {
    all->show(request, answer);
  });
  to.Post("/alerts/test", [all](const auto& request, auto& answer) {
    all->test(request, answer);
  });
  to.Post(R"(/alerts/(\d+)/acknowledge)",
          [all](const auto& request, auto& answer) {
            all->acknowledge(request, answer);
          });
  to.Get("/silences", [all](const auto& request, auto& answer) {
    all->list_silences(request, answer);
  });
  to.Post("/silences", [all](const auto& request, auto& answer) {
    all->silence(request, answer);
  });
  to.Delete(R"(/silences/(\d+))", [all](const auto& request, auto& answer) {
    all->speak(request, answer);
  });
}

} // namespace bellwether::http
