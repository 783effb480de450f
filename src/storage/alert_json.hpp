#pragma once

#include "domain/alert.hpp"
#include "domain/alert_flood.hpp"
#include "domain/alert_message.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace bellwether::storage {

// JSON as the outbox keeps it. Bytes that are no UTF-8 are written as U+FFFD.
// What is read is whole, or nothing: damaged, or of another version.

std::string write_alert(const domain::alert& a);
std::optional<domain::alert> read_alert(std::string_view text);

std::string write_message(const domain::alert_message& m);
std::optional<domain::alert_message> read_message(std::string_view text);

std::string write_folded(const domain::folded_alerts& f);
std::optional<domain::folded_alerts> read_folded(std::string_view text);

} // namespace bellwether::storage
