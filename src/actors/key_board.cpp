#include "actors/key_board.hpp"

#include <utility>

namespace bellwether::actors {

namespace {

bool is_good(const domain::caller_key& key, std::string_view hash,
             domain::wall_time now) {
  // At once, whatever the clock says now or said then.
  if (key.revoked)
    return false;
  return key.hash == hash || (key.former_until && now < *key.former_until);
}

} // namespace

key_ring::key_ring(std::vector<domain::caller_key> keys)
    : keys_{std::move(keys)} {
  places_.reserve(2 * keys_.size());
  for (std::size_t i = 0; i < keys_.size(); ++i)
    places_.emplace(keys_[i].hash, i);
  // A present secret goes before any former one.
  for (std::size_t i = 0; i < keys_.size(); ++i)
    if (!keys_[i].former_hash.empty())
      places_.emplace(keys_[i].former_hash, i);
}

const domain::caller_key* key_ring::find(std::string_view hash,
                                         domain::wall_time now) const {
  const auto found = places_.find(hash);
  if (found == places_.end())
    return nullptr;
  const auto& key = keys_[found->second];
  return is_good(key, hash, now) ? &key : nullptr;
}

std::shared_ptr<const key_ring> key_board::ring() const {
  const std::lock_guard lock{mutex_};
  return ring_;
}

void key_board::publish(std::shared_ptr<const key_ring> ring) {
  // The former one is let go when the lock is not held any more.
  const std::lock_guard lock{mutex_};
  ring_.swap(ring);
}

std::string key_board::problem() const {
  const std::lock_guard lock{mutex_};
  return problem_;
}

void key_board::set_problem(std::string what) {
  const std::lock_guard lock{mutex_};
  problem_ = std::move(what);
}

} // namespace bellwether::actors
