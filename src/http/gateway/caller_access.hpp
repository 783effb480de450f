#pragma once

#include "actors/key_board.hpp"
#include "actors/key_refusals.hpp"
#include "domain/rate_limit.hpp"
#include "http/gateway/caller_identity.hpp"
#include "http/gateway/hashed_secret.hpp"
#include "http/gateway/reply.hpp"
#include "settings/settings.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>

namespace bellwether::http {

/// What a request brings along to say who sends it; "" = nothing.
struct caller_credentials {
  std::string_view authorization; ///< "Bearer SECRET"
  std::string_view api_key;       ///< x-api-key, as Anthropic's clients send it
  std::string_view goog_api_key;  ///< x-goog-api-key
  bool from_loopback = true;
  hashed_secret* last = nullptr; ///< the connection's, if it keeps one
};

/// Who may ask, for what, and how often. Thread-safe.
class caller_access {
public:
  using time_point = std::chrono::steady_clock::time_point;

  /// `refusals`: counts those who are refused; null: nobody does.
  caller_access(std::shared_ptr<const actors::key_board> keys,
                settings::anonymous_callers anonymous,
                std::shared_ptr<actors::key_refusals> refusals = nullptr);

  /// Who sends it; or 401, in OpenAI's shape, which names the remedy.
  std::variant<caller_identity, reply> identify(const caller_credentials& of,
                                                domain::wall_time now) const;

  /// Nothing: the key may ask for `model` now, and the request counts. Else 403
  /// (model_not_allowed) or 429 (rate_limit_exceeded) with Retry-After.
  std::optional<reply> admit(const caller_identity& who, std::string_view model,
                             time_point now);

  /// A call used so many tokens.
  void used(const caller_identity& who, std::int64_t tokens, time_point now);

  /// Appends x-ratelimit-* headers: what the key's limits are, and what is left
  /// of them.
  void append_rates(const caller_identity& who, time_point now,
                    header_list& to);

private:
  struct rates {
    std::optional<domain::rate_limit> requests;
    std::optional<domain::rate_limit> tokens;
  };

  /// The rates of the key, with the limits that it has now. Under the lock.
  rates& rates_of(const caller_identity& who, time_point now);
  /// `key`: its name, "" for one that nobody knows.
  void count_refusal(const std::string& key) const;
  bool serves_anonymous(const actors::key_ring& ring, bool from_loopback) const;

  std::shared_ptr<const actors::key_board> keys_;
  settings::anonymous_callers anonymous_;
  std::shared_ptr<actors::key_refusals> refusals_;
  std::mutex mutex_;
  std::unordered_map<std::string, rates> rates_; ///< by the key's name
};

} // namespace bellwether::http
