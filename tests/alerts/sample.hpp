#pragma once

#include "alerts/letterhead.hpp"
#include "domain/alert_message.hpp"
#include "settings/alerts.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::alerts {

/// 2026-11-23 14:05:00 UTC, when the sample was made.
domain::wall_time sample_now();

/// Provider openai is down, alert 7, with everything that a message can have.
domain::alert_message sample_message();

letterhead sample_letterhead();

/// A sink of the kind, with secrets that no message may show.
settings::alert_sink sample_sink(settings::sink_kind kind);

/// Its secrets: the URL's telling part, keys.
std::vector<std::string> secrets_of(const settings::alert_sink& sink);

bool is_utf8(std::string_view text);

// For properties of rapidcheck:

/// Up to so many bytes: text, controls, UTF-8, what is no UTF-8.
std::string any_bytes(std::size_t longest);

/// Short texts or very long ones, of any bytes; the title and `what` hold at
/// least one letter, as those of real messages do.
domain::alert_message any_message();

} // namespace bellwether::alerts
