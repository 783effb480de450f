#pragma once

#include "domain/request_facts.hpp"
#include "providers/chat_request.hpp"
#include "providers/json_dom.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace bellwether::providers {

/// A field of another type than `wanted`, which completes "must be ...".
request_problem wrong_type(std::string param, std::string_view wanted);

/// A field that is not there; `wanted` completes "send ...".
request_problem missing(std::string param, std::string_view wanted);

/// Reads the `messages` of a request: counts their text in bytes, which for
/// scripts with a token or more a character is nearer to tokens than characters
/// are, and sees images and audio.
std::optional<request_problem> read_messages(const dom::element& value,
                                             domain::request_facts& facts);

} // namespace bellwether::providers
