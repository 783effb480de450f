#pragma once

#include "http/control/control.hpp"

#include <caf/scoped_actor.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bellwether::http {

/// What the control plane asks of the actors. Each question blocks its thread
/// until the answer comes; nothing if it does not come in time.
class questions {
public:
  explicit questions(const control_config& config)
      : supervisor_{config.supervisor}, actors_{config.actors} {}

  auto reports() const {
    return ask<std::vector<actors::provider_report>>(supervisor_,
                                                     actors::report_request{});
  }

  auto router() const {
    return ask<actors::router_report>(actors_->router(),
                                      actors::report_request{});
  }

  auto tally() const {
    return ask<actors::tally_snapshot>(actors_->cost(),
                                       actors::tally_request{});
  }

  auto costs(storage::report_query of) const {
    return ask<actors::ledger_report_ptr>(actors_->ledger(), std::move(of));
  }

  auto entries(storage::entries_query of) const {
    return ask<actors::ledger_page_ptr>(actors_->ledger(), std::move(of));
  }

  auto ledger() const {
    return ask<storage::ledger_status>(actors_->ledger(),
                                       actors::ledger_status_request{});
  }

  auto budgets() const {
    return ask<actors::budgets_snapshot>(actors_->cost(),
                                         actors::budgets_request{});
  }

  auto change(actors::change_limit what) const {
    return ask<std::string>(actors_->cost(), std::move(what));
  }

  auto availability() const {
    return ask<actors::availability_snapshot>(actors_->objective(),
                                              actors::availability_request{});
  }

  /// Whatever the notifier is asked.
  template <class Answer, class Question>
  std::optional<Answer> alerts(Question question) const {
    return ask<Answer>(actors_->notifier(), std::move(question));
  }

  /// A sink may take its time.
  auto test(actors::test_sink what) const {
    constexpr std::chrono::seconds sink_patience{90};
    return ask<actors::sink_test>(actors_->notifier(), std::move(what),
                                  sink_patience);
  }

  /// start_drill, stop_drill or drill_request.
  template <class Question>
  std::optional<actors::drill_snapshot> drill(Question question) const {
    return ask<actors::drill_snapshot>(actors_->objective(),
                                       std::move(question));
  }

private:
  template <class Answer, class Actor, class Question>
  std::optional<Answer> ask(
      const Actor& whom, Question question,
      std::chrono::seconds patience = std::chrono::seconds{5}) const {
    std::optional<Answer> out;
    caf::scoped_actor self{supervisor_->home_system()};
    self->request(whom, patience, std::move(question))
        .receive([&](Answer& answer) { out = std::move(answer); },
                 [](const caf::error&) {});
    return out;
  }

  actors::supervisor_actor supervisor_;
  std::shared_ptr<const actors::directory> actors_;
};

} // namespace bellwether::http
