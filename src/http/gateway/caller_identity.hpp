#pragma once

#include "actors/key_board.hpp"
#include "domain/caller_key.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace bellwether::http {

/// Who a caller is.
struct caller_identity {
  std::string key = std::string{domain::anonymous_key}; ///< name of the key
  std::string team;
  /// The ring that `rule` is in; null rule: anonymous.
  std::shared_ptr<const actors::key_ring> ring;
  const domain::caller_key* rule = nullptr;

  bool may_ask_for(std::string_view model) const {
    return rule == nullptr || rule->may_ask_for(model);
  }
  bool has_rates() const {
    return rule != nullptr
           && (rule->requests_per_minute || rule->tokens_per_minute);
  }
};

} // namespace bellwether::http
