#pragma once

#include "actors/directory.hpp"
#include "actors/drill_board.hpp"
#include "actors/key_board.hpp"
#include "actors/key_refusals.hpp"
#include "actors/till.hpp"
#include "domain/catalog.hpp"
#include "http/gateway/wiring.hpp"
#include "settings/settings.hpp"
#include "storage/ledger_writer.hpp"

#include <cstdint>
#include <memory>

namespace bellwether::http {

class caller_access;

/// What every session needs of the rest of the daemon. Immutable; shared
/// between threads; outlives all sessions.
struct services {
  std::shared_ptr<const settings::settings> settings;
  std::shared_ptr<const domain::catalog> catalog;
  std::shared_ptr<const http::wiring> wiring;
  std::shared_ptr<const actors::directory> actors;
  actors::supervisor_actor supervisor;
  std::shared_ptr<const actors::drill_board> drills;
  std::shared_ptr<const actors::key_board> keys;
  std::shared_ptr<actors::till> till;
  std::shared_ptr<storage::ledger_writer> ledger;
  std::shared_ptr<actors::key_refusals> refusals; ///< null: not counted
  std::int64_t started_at = 0; ///< of the daemon, seconds since 1970
  /// Made by the gateway from the others.
  std::shared_ptr<caller_access> access = nullptr;
};

} // namespace bellwether::http
