#pragma once

#include "domain/budget.hpp"
#include "domain/ledger_entry.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace bellwether::storage {

/// What the journal holds: money set aside, an attempt that ended, and what
/// was told of a budget.
using ledger_record = std::variant<domain::ledger_reservation,
                                   domain::ledger_entry, domain::fired_mark>;

/// The record as bytes: a version, a kind, and the fields. What an entry's
/// hash is taken of, too, so it never changes for a version.
std::string encode(const ledger_record& record);

/// These append to `to` instead: nothing is allocated once that is large
/// enough.
void encode(const ledger_record& record, std::string& to);
void encode(const domain::ledger_reservation& record, std::string& to);
void encode(const domain::ledger_entry& record, std::string& to);
void encode(const domain::fired_mark& record, std::string& to);

/// Nothing if they are no such bytes: each record has one spelling only. Never
/// throws but for want of memory; any bytes may come.
std::optional<ledger_record> decode(std::string_view bytes);

} // namespace bellwether::storage
