#pragma once

#include "actors/supervisor.hpp"
#include "app/found_state.hpp"
#include "http/gateway/wiring.hpp"

#include <memory>

namespace bellwether::app {

using catalog_ptr = std::shared_ptr<const domain::catalog>;

/// What all parts of the daemon share.
struct shared_parts {
  /// Opens the ledger and the keys, and restores the budgets' spend.
  shared_parts(const settings::settings& with, const catalog_ptr& catalog,
               const folder_ptr& folder);

  std::shared_ptr<actors::directory> where =
      std::make_shared<actors::directory>();
  std::shared_ptr<actors::event_log> events =
      std::make_shared<actors::event_log>();
  std::shared_ptr<actors::drill_board> drills =
      std::make_shared<actors::drill_board>();
  std::shared_ptr<actors::key_board> keys;
  std::shared_ptr<storage::ledger> ledger;
  std::shared_ptr<actors::till> till;
  std::shared_ptr<actors::key_refusals> refusals =
      std::make_shared<actors::key_refusals>();
  std::shared_ptr<actors::sink_board> sinks =
      std::make_shared<actors::sink_board>();
  std::shared_ptr<storage::outbox> outbox;
};

/// What the supervisor builds the actors from.
actors::supervisor_config supervised(const settings::settings& with,
                                     const catalog_ptr& catalog,
                                     const http::wiring& wiring,
                                     const folder_ptr& folder,
                                     const shared_parts& shared);

} // namespace bellwether::app
