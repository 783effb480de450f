#include "app/found_state.hpp"

#include "actors/cost_restore.hpp"
#include "actors/keeper.hpp"
#include "actors/key_watch.hpp"
#include "domain/rfc3339.hpp"
#include "storage/key_file.hpp"

#include <spdlog/spdlog.h>

#include <chrono>
#include <exception>
#include <filesystem>
#include <stdexcept>
#include <utility>
#include <variant>

namespace bellwether::app {

folder_ptr open_folder(const std::string& name) {
  if (name.empty())
    return nullptr;
  return std::make_shared<const storage::state_dir>(name);
}

storage::memory recall(const folder_ptr& folder,
                       const settings::settings& with) {
  storage::read_result found;
  try {
    if (folder)
      found = storage::read_memory(
          folder->read(actors::memory_file),
          {std::chrono::steady_clock::now(), std::chrono::system_clock::now()},
          with.memory_age);
  } catch (const std::exception& fault) {
    found.problem = fault.what();
  }
  if (!found.problem.empty())
    spdlog::warn("what was known before the restart: {}", found.problem);
  // Counts are kept by the providers' places.
  if (found.what.provider_order != with.catalog.providers)
    found.what.hours.clear();
  found.what.provider_order = with.catalog.providers;
  return std::move(found.what);
}

std::shared_ptr<storage::ledger> open_ledger(const settings::settings& with,
                                             const folder_ptr& folder,
                                             domain::wall_time now) {
  auto out = std::make_shared<storage::ledger>(
      folder ? folder->folder() : std::filesystem::path{}, with.zone,
      storage::retention{.rows = with.ledger.keep_requests,
                         .hours = with.ledger.keep_hours},
      now);
  spdlog::info("the ledger holds {} attempts", out->status().rows);
  if (out->interrupted() > 0)
    spdlog::warn(
        "{} attempts were interrupted when the daemon died: they are "
        "charged ${:.6f}, what was reserved for them",
        out->interrupted(),
        actors::cost_of_interrupted(out->store(), now).usd());
  return out;
}

std::shared_ptr<actors::key_board> open_keys(const folder_ptr& folder) {
  using ring_ptr = std::shared_ptr<const actors::key_ring>;
  auto out = std::make_shared<actors::key_board>();
  if (!folder)
    return out;
  auto read = actors::read_key_ring(folder->folder() / storage::key_file_name);
  if (auto* why = std::get_if<std::string>(&read))
    throw std::runtime_error{*why};
  out->publish(std::get<ring_ptr>(std::move(read)));
  return out;
}

std::shared_ptr<storage::outbox> open_outbox(const folder_ptr& folder,
                                             domain::wall_time now) {
  auto out = std::make_shared<storage::outbox>(
      folder ? folder->folder() : std::filesystem::path{}, now);
  if (const auto crashed = out->crashed())
    spdlog::warn(
        "the daemon before this one died without stopping; it was "
        "last known to live at {}",
        domain::write_rfc3339_seconds(*crashed));
  return out;
}

} // namespace bellwether::app
