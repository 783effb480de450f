#include "domain/nearest.hpp"
#include "http/control/answers.hpp"
#include "http/control/budgets_json.hpp"
#include "http/control/entries_json.hpp"
#include "http/control/money_json.hpp"
#include "http/control/pages.hpp"
#include "http/control/questions.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <memory>
#include <string>

namespace bellwether::http {

namespace {

using httplib::Request;
using httplib::Response;

using reports = std::vector<domain::budget_report>;

const domain::budget_report* find(const reports& all, const std::string& name) {
  const auto found = std::ranges::find(
      all, name, [](const auto& each) { return each.rule.name; });
  return found == all.end() ? nullptr : &*found;
}

control_error no_such_budget(const reports& all, const std::string& name) {
  std::vector<std::string> known;
  for (const auto& each : all)
    known.push_back(each.rule.name);
  const auto meant = domain::nearest(name, known);
  return {404,
          "there is no budget " + name
              + (meant.empty() ? "; GET /budgets lists those that there are"
                               : "; did you mean " + meant + "?"),
          "budget_not_found"};
}

/// Budgets, and the ledger that they rest on.
class budget_pages {
public:
  explicit budget_pages(const control_config& config)
      : ask_{config}, zone_{config.zone}, access_{config.admin} {}

  void list(const Request&, Response& to) const {
    const auto all = ask_.budgets();
    if (!all)
      return send_busy(to);
    send_json(to, budgets_json(**all, zone_->name()));
  }

  void change(const Request& request, Response& to) const {
    if (!may_change(request, access_, admin_task::budget, to))
      return;
    const auto limit = parse_limit(request.body);
    if (const auto* error = std::get_if<control_error>(&limit))
      return send_error(to, *error);
    const std::string name = request.matches[1];
    const auto before = ask_.budgets();
    if (before && find(**before, name) == nullptr)
      return send_error(to, no_such_budget(**before, name));
    const auto problem = ask_.change({name, std::get<domain::money>(limit)});
    if (!problem)
      return send_busy(to);
    if (!problem->empty())
      return send_error(to, {409, *problem, "budget_not_changed"});
    show(name, to);
  }

  void ledger(const Request&, Response& to) const {
    const auto now = ask_.ledger();
    if (!now)
      return send_busy(to);
    send_json(to, ledger_json(*now));
  }

private:
  void show(const std::string& name, Response& to) const {
    const auto all = ask_.budgets();
    const auto* now = all ? find(**all, name) : nullptr;
    if (now == nullptr)
      return send_busy(to);
    send_json(to, page_of(changed_budget_json(*now)));
  }

  questions ask_;
  std::shared_ptr<const domain::time_zone> zone_;
  settings::admin_access access_;
};

} // namespace

void add_budgets(httplib::Server& to, const control_config& config) {
  const auto all = std::make_shared<const budget_pages>(config);
  to.Get("/budgets", [all](const auto& request, auto& answer) {
    all->list(request, answer);
  });
  to.Put("/budgets/(.+)", [all](const auto& request, auto& answer) {
    all->change(request, answer);
  });
  to.Get("/ledger", [all](const auto& request, auto& answer) {
    all->ledger(request, answer);
  });
}

} // namespace bellwether::http
