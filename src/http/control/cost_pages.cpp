#include "domain/rfc3339.hpp"
#include "http/control/answers.hpp"
#include "http/control/cost_query.hpp"
#include "http/control/costs_json.hpp"
#include "http/control/entries_json.hpp"
#include "http/control/pages.hpp"
#include "http/control/questions.hpp"
#include "http/control/report_json.hpp"

#include <chrono>
#include <memory>
#include <string>

namespace bellwether::http {

namespace {

using httplib::Request;
using httplib::Response;
using storage::dimension;

domain::wall_time wall_now() {
  return std::chrono::floor<std::chrono::milliseconds>(
      std::chrono::system_clock::now());
}

void send_trouble(Response& to, const std::string& problem) {
  send_error(
      to, {503, "the ledger cannot be read: " + problem, "ledger_unavailable"});
}

/// What the ledger tells.
class cost_pages {
public:
  explicit cost_pages(const control_config& config)
      : ask_{config}, catalog_{config.catalog}, zone_{config.zone} {}

  void summary(const Request&, Response& to) const {
    const auto now = wall_now();
    const auto tally = ask_.tally();
    const auto budgets = ask_.budgets();
    month_costs month;
    month.span = domain::period_at({}, *zone_, now);
    if (!tally || !budgets)
      return send_busy(to);
    if (!fill(month, to))
      return;
    send_json(to, costs_json({month, **tally, **budgets, ask_.ledger(),
                              catalog_->providers, *zone_,
                              dearest_model(*catalog_), started_at_, now}));
  }

  void report(const Request& request, Response& to) const {
    const auto parsed =
        parse_report_query(request.params, {*zone_, wall_now()});
    if (const auto* error = std::get_if<control_error>(&parsed))
      return send_error(to, *error);
    const auto& query = std::get<storage::report_query>(parsed);
    const auto got = ask_.costs(query);
    if (!got)
      return send_busy(to);
    if (!(*got)->problem.empty())
      return send_trouble(to, (*got)->problem);
    send_json(
        to, report_json(query, (*got)->rows, *zone_, dearest_model(*catalog_)));
  }

  void requests(const Request& request, Response& to) const {
    const auto parsed =
        parse_entries_query(request.params, {*zone_, wall_now()});
    if (const auto* error = std::get_if<control_error>(&parsed))
      return send_error(to, *error);
    const auto got = ask_.entries(std::get<storage::entries_query>(parsed));
    if (!got)
      return send_busy(to);
    if (!(*got)->problem.empty())
      return send_trouble(to, (*got)->problem);
    send_json(to, entries_json((*got)->page));
  }

private:
  /// False: the request was answered with why not.
  bool fill(month_costs& month, Response& to) const {
    return split(month, dimension::model, month.models, to)
           && split(month, dimension::provider, month.providers, to)
           && split(month, dimension::route, month.routes, to)
           && split(month, dimension::key, month.keys, to)
           && split(month, dimension::team, month.teams, to)
           && split(month, dimension::day, month.days, to);
  }

  bool split(const month_costs& month, dimension by,
             std::vector<storage::report_row>& rows, Response& to) const {
    const auto got = ask_.costs({month.span.start, month.span.end, {by}, {}});
    if (!got)
      send_busy(to);
    else if (!(*got)->problem.empty())
      send_trouble(to, (*got)->problem);
    else
      rows = (*got)->rows;
    return got && (*got)->problem.empty();
  }

  questions ask_;
  std::shared_ptr<const domain::catalog> catalog_;
  std::shared_ptr<const domain::time_zone> zone_;
  std::string started_at_ = domain::write_rfc3339_seconds(wall_now());
};

} // namespace

void add_costs(httplib::Server& to, const control_config& config) {
  const auto all = std::make_shared<const cost_pages>(config);
  const auto add = [&](const char* path, void (cost_pages::*page)(
                                             const Request&, Response&) const) {
    to.Get(path, [all, page](const auto& request, auto& answer) {
      ((*all).*page)(request, answer);
    });
  };
  add("/costs", &cost_pages::summary);
  add("/costs/report", &cost_pages::report);
  add("/costs/requests", &cost_pages::requests);
}

} // namespace bellwether::http
