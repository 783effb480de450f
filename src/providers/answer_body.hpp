#pragma once

#include "providers/codec.hpp"
#include "providers/json_dom.hpp"

#include <optional>
#include <string_view>

namespace bellwether::providers {

/// Parses a 2xx answer's body into `root`, which lives until the thread's next
/// parse. A failure for a page and for what is no JSON.
std::optional<domain::failure> parse_answer(std::string_view body, int status,
                                            dom::element& root);

/// A failure inside a 2xx, with the waiting time of its head.
domain::failure with_wait(domain::failure failed, const answer_head& head);

} // namespace bellwether::providers
