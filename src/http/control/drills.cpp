#include "http/control/answers.hpp"
#include "http/control/drill_json.hpp"
#include "http/control/pages.hpp"
#include "http/control/questions.hpp"

#include <memory>
#include <string>

namespace bellwether::http {

namespace {

using httplib::Request;
using httplib::Response;

/// Game days.
class drills {
public:
  explicit drills(const control_config& config)
      : ask_{config}, catalog_{config.catalog}, access_{config.admin} {}

  void show(const Request&, Response& to) const {
    answer(to, ask_.drill(actors::drill_request{}));
  }

  void start(const Request& request, Response& to) const {
    if (!allowed(request, to))
      return;
    const auto parsed = parse_drill_order(request.body, catalog_->providers);
    if (const auto* error = std::get_if<control_error>(&parsed))
      return send_error(to, *error);
    answer(to, ask_.drill(
                   actors::start_drill{std::get<domain::drill_order>(parsed)}));
  }

  void stop(const Request& request, Response& to) const {
    if (allowed(request, to))
      answer(to, ask_.drill(actors::stop_drill{}));
  }

private:
  bool allowed(const Request& request, Response& to) const {
    return may_change(request, access_, admin_task::drill, to);
  }

  void answer(Response& to,
              const std::optional<actors::drill_snapshot>& now) const {
    if (!now)
      return send_busy(to);
    if (!now->refused.empty())
      return send_error(to, {409,
                             now->refused
                                 + "; wait for its end, or stop it with DELETE "
                                   "/drill",
                             "drill_running"});
    send_json(to, drill_json(now->report, catalog_->providers));
  }

  questions ask_;
  std::shared_ptr<const domain::catalog> catalog_;
  settings::admin_access access_;
};

} // namespace

void add_drills(httplib::Server& to, const control_config& config) {
  const auto all = std::make_shared<const drills>(config);
  to.Get("/drill", [all](const auto& request, auto& answer) {
    all->show(request, answer);
  });
  to.Post("/drill", [all](const auto& request, auto& answer) {
    all->start(request, answer);
  });
  to.Delete("/drill", [all](const auto& request, auto& answer) {
    all->stop(request, answer);
  });
}

} // namespace bellwether::http
