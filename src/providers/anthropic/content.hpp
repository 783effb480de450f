#pragma once

#include "providers/anthropic/tool_ids.hpp"
#include "providers/conversation.hpp"

#include <string>
#include <string_view>
#include <variant>

namespace bellwether::providers::anthropic {

/// Whether there is nothing but white space in it: such a block is refused.
bool is_blank(std::string_view text);

std::string text_block(std::string_view text, std::string_view cache_control);

/// A part as a content block. `path` names it for failures. What Anthropic
/// does not take (audio, other kinds of image) is unsupported.
std::variant<std::string, domain::failure> block_of(const content_part& part,
                                                    const std::string& path);

std::string tool_use_block(const called_tool& call, tool_ids& ids);

/// A turn of a tool as a tool_result block. `path` names its message.
std::variant<std::string, domain::failure> tool_result_block(
    const turn& result, const std::string& path, const tool_ids& ids);

/// Those of an assistant's thinking blocks that Anthropic can have signed, as
/// they are, separated by commas. "" if there are none.
std::string signed_blocks(std::string_view thinking_blocks);

} // namespace bellwether::providers::anthropic
