#pragma once

#include "domain/price.hpp"
#include "providers/json_dom.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

// For sources only, as json_dom.hpp is. What answers and streams share.

namespace bellwether::surfaces::anthropic {

/// What the answer to a request must repeat of it.
struct answer_style {
  std::string id;    ///< "msg_..."
  std::string model; ///< as the caller wrote it, if no provider says one
  bool shows_thinking = false;
};

/// "msg_" and what an id may hold of `call`.
std::string message_id(std::string_view call);

/// The counts as Anthropic gives them: input without what the cache held.
std::string usage_json(const domain::usage& used);

/// A whole message object. `content` is the inside of the array, `stop_reason`
/// JSON.
std::string message_json(const answer_style& style, std::string_view model,
                         std::string_view content, std::string_view stop_reason,
                         const domain::usage& used);

/// As Anthropic names a finish reason. Some providers say "stop" when there
/// are calls to run: then it is "tool_use".
std::string_view stop_reason(std::string_view finish_reason, bool has_calls);

/// The first choice of a completion or chunk, by its `index`.
std::optional<providers::dom::element> first_choice(
    const providers::dom::element& root);

/// Thinking that came without a signature, under either of its names.
std::string_view plain_reasoning(const providers::dom::element& message);

/// A `content`: text, or the texts among its parts.
std::string content_text(const providers::dom::element& message);

/// The call's id, or one made of the message's id where it has none.
std::string call_id(std::string_view id, std::string_view message,
                    std::size_t position);

/// The start of a tool_use block, to which `input` and "}" are missing.
std::string call_head(std::string_view id, std::string_view name,
                      std::string_view extra_content);

/// The JSON text of a call's `extra_content`, or "".
std::string extra_content(const providers::dom::element& call);

} // namespace bellwether::surfaces::anthropic
