#pragma once

#include "actors/key_board.hpp"
#include "domain/wall_time.hpp"
#include "settings/settings.hpp"
#include "storage/ledger.hpp"
#include "storage/memory.hpp"
#include "storage/outbox.hpp"
#include "storage/state_dir.hpp"

#include <memory>
#include <string>

namespace bellwether::app {

/// The state folder; null if the daemon has none.
using folder_ptr = std::shared_ptr<const storage::state_dir>;

/// Opens and locks the folder; null for "". Throws std::runtime_error with a
/// sentence for the operator.
folder_ptr open_folder(const std::string& name);

/// What a predecessor knew of the providers. What cannot be read costs a line
/// in the log, never the start.
storage::memory recall(const folder_ptr& folder,
                       const settings::settings& with);

/// The ledger, with what was open at a crash settled and told in the log. In
/// memory without a folder. Throws as storage::ledger does.
std::shared_ptr<storage::ledger> open_ledger(const settings::settings& with,
                                             const folder_ptr& folder,
                                             domain::wall_time now);

/// The callers' keys. Those that cannot be read keep the daemon from starting,
/// since it would serve whom it must not: throws std::runtime_error.
std::shared_ptr<actors::key_board> open_keys(const folder_ptr& folder);

/// Alerts that are not over and messages that were not sent. In memory without
/// a folder. Throws as storage::outbox does.
std::shared_ptr<storage::outbox> open_outbox(const folder_ptr& folder,
                                             domain::wall_time now);

} // namespace bellwether::app
