#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace bellwether::providers {

/// What an error body says, in whichever of the usual shapes it came. Raw: none
/// of it is fit for logs yet.
struct error_body {
  std::string message;
  std::string type;         ///< OpenAI's and Anthropic's `type`
  std::string code;         ///< `code`, as text also if it was a number
  std::string param;        ///< the request's field, as OpenAI names it
  std::string status;       ///< Google's `status`, such as RESOURCE_EXHAUSTED
  std::string reason;       ///< the reason or error code within `details`
  bool daily_quota = false; ///< a quota that is counted per day
  bool no_quota = false;    ///< a quota whose limit is zero
  std::optional<std::chrono::milliseconds> retry_delay;
};

/// Reads `{"error":{...}}`, `{"error":"text"}`, `[{"error":...}]`,
/// `{"detail":...}`, `{"object":"error","message":...}` and `{"message":...}`.
/// Nothing if the text is none of them.
std::optional<error_body> read_error_body(std::string_view text);

/// The same, but an error must say so: a bare `message` or `detail` is none.
/// For bodies and chunks that came with a 2xx status.
std::optional<error_body> read_embedded_error(std::string_view text);

/// Whether a body is a page for people: a proxy's, or a wrong address.
bool is_html(std::string_view text);

} // namespace bellwether::providers
