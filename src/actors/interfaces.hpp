#pragma once

#include "actors/alert_messages.hpp"
#include "actors/messages.hpp"

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/fwd.hpp>
#include <caf/replies_to.hpp>
#include <caf/type_id.hpp>
#include <caf/typed_actor.hpp>

#include <vector>

namespace bellwether::actors {

/// Provider -> itself: look at what time alone changes.
struct provider_tick {};
/// Objective -> itself.
struct objective_tick {};
/// Keeper -> itself: write what has changed.
struct write_memory {};
/// Ledger writer -> ledger: there are records in the journal.
struct ledger_wake {};
/// Ledger -> itself: throw away what is too old; try again what failed.
struct ledger_tick {};
/// Key watch -> itself: look at the key file.
struct key_watch_tick {};

/// Holds one provider's health, and the health of each of its models; admits
/// attempts, lets them wait for a slot, and has the provider probed.
using provider_actor = caf::typed_actor<
    // Admits the call's candidate, lets it wait, or sends the call back to the
    // router.
    caf::reacts_to<admit_call>,
    // An attempt that was admitted has begun to answer; it ended.
    caf::reacts_to<attempt_began>, caf::reacts_to<attempt_finished>,
    // An active probe ended.
    caf::reacts_to<probe_finished>,
    // Time has passed.
    caf::reacts_to<provider_tick>,
    caf::replies_to<report_request>::with<provider_report>>;

/// A provider was started, or started anew after it died.
struct provider_started {
  std::size_t index = 0; ///< into catalog::providers
  provider_actor provider;
};

/// Plans calls and leads them from candidate to candidate.
using router_actor = caf::typed_actor<
    // The call's next candidate, please; the answer goes to the call's sink.
    caf::reacts_to<dispatch_call>,
    // From now on this provider is to be asked.
    caf::reacts_to<provider_started>,
    // What a hedging route's call cost.
    caf::reacts_to<hedge_settled>,
    caf::replies_to<report_request>::with<router_report>>;

/// Adds up what calls came to, and says what is to be told of the budgets.
using cost_actor = caf::typed_actor<
    // Something happened to the budgets.
    caf::reacts_to<budget_news>,
    // There are other keys.
    caf::reacts_to<keys_changed>,
    // How the budgets stand.
    caf::replies_to<budgets_request>::with<budgets_snapshot>,
    // Answers with what is wrong, "" for nothing.
    caf::replies_to<change_limit>::with<std::string>,
    // A call ended; sent by its session.
    caf::reacts_to<domain::finished_call>,
    // A probe ended; sent by the prober.
    caf::reacts_to<domain::finished_probe>,
    // What all calls came to until now.
    caf::replies_to<tally_request>::with<tally_snapshot>>;

/// Keeps the availability objective, and leads drills.
using objective_actor = caf::typed_actor<
    // A call ended; sent by its session.
    caf::reacts_to<domain::finished_call>,
    // A provider is held out, or back.
    caf::reacts_to<provider_changed>,
    caf::replies_to<availability_request>::with<availability_snapshot>,
    // Each answers with the drill as it is then.
    caf::replies_to<start_drill>::with<drill_snapshot>,
    caf::replies_to<stop_drill>::with<drill_snapshot>,
    caf::replies_to<drill_request>::with<drill_snapshot>,
    caf::reacts_to<objective_tick>>;

/// Writes what is to outlive the process. Blocks: runs on a thread of its own.
using keeper_actor =
    caf::typed_actor<caf::reacts_to<provider_remembered>,
                     caf::reacts_to<std::vector<domain::availability_hour>>,
                     caf::reacts_to<write_memory>>;

/// Owns the ledger: brings what the journal holds to the file, and answers
/// questions. Blocks: runs on a thread of its own.
using ledger_actor = caf::typed_actor<
    caf::reacts_to<ledger_wake>, caf::reacts_to<ledger_tick>,
    caf::replies_to<storage::report_query>::with<ledger_report_ptr>,
    caf::replies_to<storage::entries_query>::with<ledger_page_ptr>,
    caf::replies_to<ledger_status_request>::with<storage::ledger_status>>;

/// Reads the key file again when it has changed. Blocks: runs on a thread of
/// its own.
using key_watch_actor = caf::typed_actor<caf::reacts_to<key_watch_tick>>;

/// Looks once a second at how everything is.
using alert_watch_actor = caf::typed_actor<caf::reacts_to<watch_tick>>;

/// Brings messages to one sink. Blocks: runs on a thread of its own.
using courier_actor =
    caf::typed_actor<caf::reacts_to<courier_wake>,
                     caf::replies_to<test_sink>::with<sink_test>>;

/// A sink's courier was started, or started anew after it died.
struct courier_started {
  std::size_t index = 0; ///< into alert_settings::sinks
  courier_actor courier;
};

/// Keeps the alerts and decides who is told. Blocks: runs on a thread of its
/// own.
using notifier_actor = caf::typed_actor<
    caf::reacts_to<alert_facts_ptr>, caf::reacts_to<day_figures_ptr>,
    caf::reacts_to<courier_started>,
    caf::replies_to<alerts_request>::with<alerts_snapshot>,
    // Each answers with what is wrong, "" for nothing; a silence with its id.
    caf::replies_to<acknowledge_alert>::with<std::string>,
    caf::replies_to<add_silence>::with<std::uint64_t>,
    caf::replies_to<remove_silence>::with<std::string>,
    caf::replies_to<test_sink>::with<sink_test>>;

/// Starts the other actors, and starts again what died.
using supervisor_actor = caf::typed_actor<
    // The reports of all providers, in the catalog's order; one that does not
    // answer in time is left out.
    caf::replies_to<report_request>::with<std::vector<provider_report>>>;

} // namespace bellwether::actors

CAF_BEGIN_TYPE_ID_BLOCK(bellwether, caf::first_custom_type_id)
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::dispatch_call))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::admit_call))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::attempt_began))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::attempt_finished))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::probe_finished))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::hedge_settled))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::provider_changed))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::provider_started))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::provider_tick))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::objective_tick))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::write_memory))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::ledger_wake))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::ledger_tick))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::key_watch_tick))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::budget_news))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::keys_changed))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::budgets_request))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::budgets_snapshot))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::change_limit))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::ledger_report_ptr))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::ledger_page_ptr))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::ledger_status_request))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::storage::report_query))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::storage::entries_query))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::storage::ledger_status))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::watch_tick))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::alert_facts_ptr))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::day_figures_ptr))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::courier_wake))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::courier_started))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::alerts_request))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::alerts_snapshot))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::acknowledge_alert))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::add_silence))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::remove_silence))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::test_sink))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::sink_test))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::tally_request))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::tally_snapshot))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::availability_request))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::availability_snapshot))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::start_drill))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::stop_drill))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::drill_request))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::drill_snapshot))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::provider_remembered))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::domain::finished_call))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::domain::finished_probe))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::report_request))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::provider_report))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::router_report))
  CAF_ADD_TYPE_ID(bellwether,
                  (std::vector<bellwether::actors::provider_report>))
  CAF_ADD_TYPE_ID(bellwether,
                  (std::vector<bellwether::domain::availability_hour>))
CAF_END_TYPE_ID_BLOCK(bellwether)

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::dispatch_call)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::admit_call)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::attempt_began)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::attempt_finished)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::probe_finished)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::hedge_settled)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::provider_changed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::provider_started)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::provider_tick)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::objective_tick)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::write_memory)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::ledger_wake)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::ledger_tick)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::key_watch_tick)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::budget_news)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::keys_changed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::budgets_request)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::budgets_snapshot)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::change_limit)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::ledger_report_ptr)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::ledger_page_ptr)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::ledger_status_request)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::storage::report_query)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::storage::entries_query)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::storage::ledger_status)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::watch_tick)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::alert_facts_ptr)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::day_figures_ptr)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::courier_wake)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::courier_started)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::alerts_request)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::alerts_snapshot)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::acknowledge_alert)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::add_silence)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::remove_silence)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::test_sink)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::sink_test)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::tally_request)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::tally_snapshot)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::availability_request)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::availability_snapshot)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::start_drill)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::stop_drill)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::drill_request)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::drill_snapshot)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::provider_remembered)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::domain::finished_call)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::domain::finished_probe)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::report_request)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::provider_report)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::router_report)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(std::vector<bellwether::actors::provider_report>)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(
    std::vector<bellwether::domain::availability_hour>)
