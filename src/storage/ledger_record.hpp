#pragma once

#include "domain/budget.hpp"
#include "domain/ledger_entry.hpp"

#include <cstdint>
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

/// What a record's bytes say that they are; nothing if they are none. The rest
/// of them is not looked at.
enum class record_kind : std::uint8_t { reservation = 1, entry, fired };
std::optional<record_kind> kind_of(std::string_view bytes);

/// Nothing if they are no such bytes: each record has one spelling only. Never
/// throws but for want of memory; any bytes may come.
std::optional<ledger_record> decode(std::string_view bytes);

/// The same of records that are of this kind, into one whose memory is used
/// again. False: they are not, and `to` is anything.
bool decode(std::string_view bytes, domain::ledger_reservation& to);
bool decode(std::string_view bytes, domain::ledger_entry& to);
bool decode(std::string_view bytes, domain::fired_mark& to);

} // namespace bellwether::storage
