#pragma once

#include "alerts/letterhead.hpp"
#include "domain/alert_message.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace bellwether::alerts {

/// The text as valid UTF-8 without control characters but line ends: what is
/// neither is replaced.
std::string clean(std::string_view text);

letterhead clean(const letterhead& from);

/// The message with every text clean.
domain::alert_message clean(domain::alert_message m);

/// What a message is about beside its words: "provider_down openai, alert 7,
/// since 2026-11-23 14:05:00 UTC".
std::string about(const domain::alert_message& m);

/// The severity, or what became of it: "critical", "resolved", "test".
std::string badge(const domain::alert_message& m);

/// A colour for it: 0xRRGGBB. Green when it is over.
unsigned colour(const domain::alert_message& m);

/// Without the brackets that make links in Markdown.
std::string without_links(std::string text);

} // namespace bellwether::alerts
