#pragma once

#include "domain/failure.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace bellwether::providers {

/// One part of a message's content.
struct content_part {
  enum class kind : std::uint8_t { text, image, document, audio };

  kind what = kind::text;
  std::string text;          ///< text only
  std::string mime_type;     ///< of data: "image/png", "application/pdf"
  std::string data;          ///< base64, if it came as data
  std::string url;           ///< if it came by reference
  std::string file_name;     ///< documents, may be empty
  std::string cache_control; ///< JSON text, may be empty
};

/// A tool that an assistant called.
struct called_tool {
  std::string id;
  std::string name;
  std::string arguments; ///< a JSON object as text; "{}" where it was none
  std::string thought_signature; ///< extra_content.google.thought_signature
};

/// One message of the caller.
struct turn {
  enum class speaker : std::uint8_t { instructions, user, assistant, tool };

  speaker role = speaker::user;
  std::vector<content_part> content;
  std::vector<called_tool> calls; ///< assistant
  std::string reasoning;          ///< assistant: reasoning_content
  std::string thinking_blocks;    ///< assistant: JSON array as text, or ""
  std::string call_id;            ///< tool: whose result this is
  std::string tool_name;          ///< tool: recovered from the call's turn
  bool is_error = false;          ///< tool: it failed
};

struct offered_tool {
  std::string name;
  std::string description;
  std::string parameters; ///< JSON schema as text; "" where there is none
  std::optional<bool> strict;
  std::string cache_control; ///< JSON text, may be empty
};

struct tool_choice {
  enum class kind : std::uint8_t { unset, none, automatic, required, named };

  kind what = kind::unset;
  std::string name; ///< named
};

struct answer_format {
  enum class kind : std::uint8_t { text, json_object, json_schema };

  kind what = kind::text;
  std::string name;
  std::string schema; ///< JSON text
};

/// A chat completion request, read for translation into another format than
/// OpenAI's. JSON null counts as absent.
struct conversation {
  std::vector<turn> turns;
  std::vector<offered_tool> tools; ///< also from the deprecated `functions`
  providers::tool_choice tool_choice;
  std::optional<bool> parallel_tool_calls;
  answer_format format;
  std::vector<std::string> stop;
  std::optional<std::int64_t> max_tokens; ///< max_completion_tokens first
  std::optional<double> temperature;
  std::optional<double> top_p;
  std::optional<std::int64_t> top_k; ///< not OpenAI's; passed on where known
  std::optional<double> presence_penalty;
  std::optional<double> frequency_penalty;
  std::optional<std::int64_t> seed;
  std::optional<std::int64_t> choices; ///< n
  std::optional<bool> logprobs;
  std::optional<std::int64_t> top_logprobs;
  std::string reasoning_effort; ///< "" = not said
  std::string thinking;         ///< Anthropic's object as JSON text, or ""
  std::string user;             ///< safety_identifier, else user
  std::string service_tier;
  /// Names of all other members that are there and not null, such as
  /// logit_bias, verbosity, metadata.
  std::vector<std::string> other;
};

/// Reads a request that read_chat_request accepted. A failure is bad_request
/// (the caller's mistake: a message without its parts, a tool result that
/// belongs to no call) or unsupported (only OpenAI has it: custom tools, audio
/// output).
std::variant<conversation, domain::failure> read_conversation(
    std::string_view body);

} // namespace bellwether::providers
