#pragma once

#include "domain/request_facts.hpp"
#include "providers/chat_request.hpp"
#include "providers/json_dom.hpp"

#include <optional>
#include <string_view>
#include <variant>

namespace bellwether::providers {

/// A caller's body that is not JSON: what is wrong with it, and where.
request_problem not_json(std::string_view body);

/// A caller's body as a JSON object, which lives until the thread's next parse.
std::variant<dom::element, request_problem> read_object(std::string_view body);

/// Reads the `model` of a request.
std::optional<request_problem> read_model(const dom::element& value,
                                          domain::request_facts& facts);

} // namespace bellwether::providers
