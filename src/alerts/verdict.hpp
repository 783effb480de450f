#pragma once

#include "settings/alerts.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bellwether::alerts {

/// What a sink said to a message.
struct sink_answer {
  int status = 0;   ///< HTTP's or SMTP's; 0: nothing came
  std::string body; ///< its beginning
  std::optional<std::string> retry_after;
  std::string problem;          ///< without a status: a sentence
  bool lasting_problem = false; ///< it would be the same the next time
};

/// What follows from it.
struct verdict {
  enum class kind : std::uint8_t {
    delivered,
    again,    ///< after a while; at least `pause`, if it said so
    rejected, ///< this message will never be taken; others may
    disabled, ///< the sink takes nothing any more
  };

  kind what = kind::delivered;
  std::optional<std::chrono::milliseconds> pause;
  std::string why; ///< a sentence that is safe to show, "" if delivered
};

/// By the sink's own rules. Never shows the URL or a key: what the sink wrote
/// is cut and cleaned.
verdict judge(settings::sink_kind kind, const sink_answer& answer);

} // namespace bellwether::alerts
