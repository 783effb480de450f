#pragma once

#include "actors/alert_messages.hpp"
#include "alerts/verdict.hpp"
#include "domain/alert_message.hpp"
#include "settings/alerts.hpp"

#include <functional>

namespace bellwether::actors {

/// One try at a sink with a message.
using carry_function =
    std::function<alerts::sink_answer(const domain::alert_message&)>;

/// What a test alert came to. `told` lacks the time that it took.
struct sink_trial {
  sink_test told;
  alerts::verdict verdict;
};

/// Sends the sink a test alert. Where messages open incidents it is one of its
/// own, which is closed at once: nobody has to.
sink_trial try_sink(const settings::alert_sink& sink,
                    const carry_function& carry, domain::wall_time now);

} // namespace bellwether::actors
