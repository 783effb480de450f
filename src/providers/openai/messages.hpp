#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bellwether::providers {

/// On which turns a dialect takes the model's reasoning back.
enum class reasoning_replay : std::uint8_t { always, with_calls, never };

/// How a dialect's messages differ from the caller's. In each of them
/// `thinking_blocks` and `is_error` go.
struct message_rules {
  reasoning_replay reasoning = reasoning_replay::always;
  bool keeps_extensions = true; ///< cache_control, extra_content
  bool has_developer = true;    ///< else such messages become `system`
  bool has_tool_images = true;  ///< else they follow as a user's message
};

/// The array of messages under these rules; what they do not concern stays byte
/// for byte.
std::string rewrite_messages(std::string_view messages,
                             const message_rules& rules);

/// An array of objects, none with a `cache_control` of its own.
std::string without_cache_control(std::string_view objects);

/// What decides whether and how a dialect can carry a conversation.
struct message_facts {
  bool images = false;
  bool audio = false;
  bool files = false;
  bool calls_without_reasoning = false; ///< they came from another provider
};

message_facts look_at_messages(std::string_view messages);

} // namespace bellwether::providers
