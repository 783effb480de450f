#pragma once

#include "domain/caller_key.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace bellwether::actors {

/// The callers' keys at one moment, by the hash of their secret. Immutable.
class key_ring {
public:
  explicit key_ring(std::vector<domain::caller_key> keys);

  /// The key of this secret's hash; null if there is none, it was revoked, or
  /// it was rotated and its time is over.
  const domain::caller_key* find(std::string_view hash,
                                 domain::wall_time now) const;

  /// Whether there are any, revoked ones included: then callers need one.
  bool any() const { return !keys_.empty(); }

  const std::vector<domain::caller_key>& keys() const { return keys_; }

private:
  /// Lets a hash be looked up without a copy of it.
  struct text_hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };

  std::vector<domain::caller_key> keys_;
  std::unordered_map<std::string, std::size_t, text_hash, std::equal_to<>>
      places_; ///< by hash
};

/// Where everybody finds the newest key ring. Thread-safe.
class key_board {
public:
  /// Never null.
  std::shared_ptr<const key_ring> ring() const;
  void publish(std::shared_ptr<const key_ring> ring);

  /// Why there is no newer ring although the key file has changed; "" if all
  /// is well.
  std::string problem() const;
  void set_problem(std::string what);

private:
  mutable std::mutex mutex_;
  std::shared_ptr<const key_ring> ring_ =
      std::make_shared<const key_ring>(std::vector<domain::caller_key>{});
  std::string problem_;
};

} // namespace bellwether::actors
