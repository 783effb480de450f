#pragma once

#include "domain/failure.hpp"
#include "domain/price.hpp"
#include "providers/chat_request.hpp"
#include "providers/codec.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

namespace bellwether::surfaces {

/// Why a stream broke off after its caller had seen a part of it, or its head.
struct stream_fault {
  std::string message;  ///< safe to show
  std::string code;     ///< such as "stream_interrupted"
  domain::usage so_far; ///< estimated where the provider said nothing
  std::string type = "upstream_error"; ///< as OpenAI's errors have it
  int status = 502; ///< that it would have had before the stream was opened
};

/// One call in one of the APIs that callers speak: inside it is a chat
/// completion, and its answer goes back in the caller's API. Keeps of the
/// caller's request what the answer must repeat. Pure; not thread-safe.
class inbound {
public:
  virtual ~inbound() = default;

  /// The call as a chat completion request, valid JSON; once.
  virtual std::string take_chat() = 0;

  /// The caller's `metadata` as compact JSON, if the chat completion request
  /// does not hold all of it; once.
  virtual std::string take_metadata() { return {}; }

  /// A chat completion as the caller's API answers it.
  virtual std::string answer(std::string completion) = 0;

  /// Appends one event of the answer's stream as bytes for the caller, with
  /// their SSE framing. The first event of a stream opens it. A usage event
  /// comes only if the chat request asked for it with
  /// `stream_options.include_usage`.
  virtual void append_event(const providers::stream_event& event,
                            std::string& out) = 0;

  /// Appends what ends a stream that is complete.
  virtual void append_end(std::string& out) = 0;

  /// Appends what ends a stream that broke: an error that no client can take
  /// for the end.
  virtual void append_fault(const stream_fault& why, std::string& out) = 0;
};

/// Identity of a call, for answers that carry one.
struct call_identity {
  std::string id;           ///< x-request-id
  std::int64_t created = 0; ///< Unix seconds
};

/// One of the APIs that callers may speak. Stateless and thread-safe.
class surface {
public:
  virtual ~surface() = default;

  /// Reads the caller's body.
  virtual std::variant<std::unique_ptr<inbound>, providers::request_problem>
  open(std::string body, call_identity who) const = 0;

  /// An error in OpenAI's shape, {"error": {message, type, param, code}}, as
  /// this API words it.
  virtual std::string error(int status, std::string openai_body) const = 0;
};

/// OpenAI's chat completions: what all others are translated to and from.
const surface& chat();
/// OpenAI's legacy completions.
const surface& completions();
/// Anthropic's Messages.
const surface& messages();
/// OpenAI's Responses, as far as they need no state.
const surface& responses();

} // namespace bellwether::surfaces
