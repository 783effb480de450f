#pragma once

#include "providers/codec.hpp"
#include "providers/gemini/fragment.hpp"
#include "providers/gemini/tool_ids.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

namespace bellwether::providers::gemini {

/// What an answer, or all chunks of a stream, begin with.
struct completion_head {
  std::string id;
  std::string model;
  std::int64_t created = 0; ///< Unix seconds
};

/// From an answer's first fragment; the context fills in what it lacks.
completion_head head_of(const fragment& first, const decode_context& context);

/// {"id", "object", "created", "model"}
nlohmann::ordered_json head_json(const completion_head& head,
                                 std::string_view object);

/// A tool call as a message holds it, with its signature.
nlohmann::ordered_json tool_call_json(const function_call& call, tool_ids& ids);

/// `logprobs` of a choice: null where there are none.
nlohmann::ordered_json logprobs_json(const candidate& said);

/// As compact text. Invalid UTF-8 is replaced.
std::string dump(const nlohmann::ordered_json& value);

} // namespace bellwether::providers::gemini
