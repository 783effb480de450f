#pragma once

#include "domain/caller_key.hpp"
#include "settings/object_reader.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string_view>

namespace bellwether::storage {

/// What makes a key one of its own.
namespace key_fields {
inline constexpr auto* name = "name";
inline constexpr auto* hash = "hash";
inline constexpr auto* former_hash = "former_hash";
} // namespace key_fields

/// A key as it stands in the key file. What is wrong with it goes to the
/// reader's problems; then the key is not to be used.
domain::caller_key read_key(settings::object_reader& from);

/// Says in the reader's problems what a field lacks that must be there.
void require(settings::object_reader& from, const char* field,
             std::string_view what);

/// The key as read_key() reads it.
nlohmann::ordered_json key_entry(const domain::caller_key& key);

} // namespace bellwether::storage
