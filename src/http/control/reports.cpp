#include "actors/alert_messages.hpp"
#include "http/control/answers.hpp"
#include "http/control/availability_json.hpp"
#include "http/control/health_json.hpp"
#include "http/control/metrics_text.hpp"
#include "http/control/pages.hpp"
#include "http/control/questions.hpp"
#include "version.hpp"

#include <chrono>
#include <memory>
#include <string>

namespace bellwether::http {

namespace {

using httplib::Response;

/// What operators read.
class reports {
public:
  explicit reports(const control_config& config)
      : ask_{config}, catalog_{config.catalog} {}

  void health(Response& to) const {
    const auto providers = ask_.reports();
    if (!providers)
      return send_busy(to);
    send_json(to, health_json(*providers, ask_.availability(),
                              std::chrono::steady_clock::now(),
                              std::chrono::system_clock::now()));
  }

  void availability(Response& to) const {
    const auto now = ask_.availability();
    if (!now)
      return send_busy(to);
    send_json(to, availability_json(*now, catalog_->providers));
  }

  void metrics(Response& to) const {
    const auto tally = ask_.tally();
    const auto providers = ask_.reports();
    const auto router = ask_.router();
    const auto availability = ask_.availability();
    const auto budgets = ask_.budgets();
    if (!tally || !providers || !router || !availability || !budgets)
      return send_busy(to);
    const auto alerts =
        ask_.alerts<actors::alerts_snapshot>(actors::alerts_request{0, 0});
    to.set_content(
        metrics_text({**tally, *providers, *router, *availability, *catalog_,
                      **budgets, ask_.ledger(), alerts.value_or(nullptr)}),
        metrics_content_type);
  }

private:
  questions ask_;
  std::shared_ptr<const domain::catalog> catalog_;
};

} // namespace

void add_reports(httplib::Server& to, const control_config& config) {
  to.Get("/healthz", [](const auto&, auto& answer) {
    send_json(answer, "{\"status\":\"ok\"}\n");
  });
  to.Get("/version", [](const auto&, auto& answer) {
    send_json(answer,
              std::string{R"({"version":")"}.append(version).append("\"}\n"));
  });
  const auto all = std::make_shared<const reports>(config);
  const auto add = [&](const char* path,
                       void (reports::*page)(Response&) const) {
    to.Get(path,
           [all, page](const auto&, auto& answer) { ((*all).*page)(answer); });
  };
  add("/health", &reports::health);
  add("/availability", &reports::availability);
  add("/metrics", &reports::metrics);
}

} // namespace bellwether::http
