#pragma once

#include "actors/messages.hpp"

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/fwd.hpp>
#include <caf/replies_to.hpp>
#include <caf/type_id.hpp>
#include <caf/typed_actor.hpp>

#include <vector>

namespace bellwether::actors {

/// Holds one provider's health, and the health of each of its models; admits
/// attempts.
using provider_actor = caf::typed_actor<
    // Admits the call's candidate, or sends the call back to the router.
    caf::reacts_to<admit_call>,
    // An attempt that was admitted ended.
    caf::reacts_to<attempt_finished>,
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
    caf::reacts_to<provider_started>>;

/// Adds up what calls came to.
using cost_actor = caf::typed_actor<
    // A call ended; sent by its session.
    caf::reacts_to<domain::finished_call>,
    // What all calls came to until now.
    caf::replies_to<tally_request>::with<tally_snapshot>>;

/// Starts the other actors, and starts again what died.
using supervisor_actor = caf::typed_actor<
    // The reports of all providers, in the catalog's order; one that does not
    // answer in time is left out.
    caf::replies_to<report_request>::with<std::vector<provider_report>>>;

} // namespace bellwether::actors

CAF_BEGIN_TYPE_ID_BLOCK(bellwether, caf::first_custom_type_id)
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::dispatch_call))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::admit_call))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::attempt_finished))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::provider_started))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::tally_request))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::tally_snapshot))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::domain::finished_call))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::report_request))
  CAF_ADD_TYPE_ID(bellwether, (bellwether::actors::provider_report))
  CAF_ADD_TYPE_ID(bellwether,
                  (std::vector<bellwether::actors::provider_report>))
CAF_END_TYPE_ID_BLOCK(bellwether)

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::dispatch_call)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::admit_call)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::attempt_finished)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::provider_started)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::tally_request)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::tally_snapshot)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::domain::finished_call)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::report_request)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bellwether::actors::provider_report)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(std::vector<bellwether::actors::provider_report>)
