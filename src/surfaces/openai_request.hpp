#pragma once

#include "providers/chat_request.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace bellwether::surfaces {

/// Nothing, or what is wrong with a caller's request.
using problem = std::optional<providers::request_problem>;

/// The caller's body as an object without its members that are null.
std::variant<nlohmann::ordered_json, providers::request_problem> parse_request(
    std::string_view body);

/// A field that this API does not take here. `remedy` is the sentence that
/// follows, which says what to do instead.
providers::request_problem unsupported(std::string param,
                                       std::string_view remedy);

/// A value of a field that this API does not take here, likewise.
providers::request_problem unsupported_value(std::string param,
                                             std::string_view value,
                                             std::string_view remedy);

/// The member of that name if it is there and not null, else nullptr.
nlohmann::ordered_json* member(nlohmann::ordered_json& object,
                               const char* name);

/// Moves a string member to `out`, which stays as it is if there is none.
/// `path` is the object's, "" for the body.
problem take_text(nlohmann::ordered_json& object, const std::string& path,
                  const char* name, std::string& out);

/// The same for a member that must be there; `wanted` completes "send ...".
problem need_text(nlohmann::ordered_json& object, const std::string& path,
                  const char* name, std::string_view wanted, std::string& out);

/// One line of JSON text.
std::string to_text(const nlohmann::ordered_json& value);

/// What of a call's id may be in the ids of an answer: at most 48 characters of
/// [a-zA-Z0-9_-].
std::string plain_id(std::string_view id);

} // namespace bellwether::surfaces
