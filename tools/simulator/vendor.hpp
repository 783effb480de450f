#pragma once

#include "simulator/limits.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bellwether::simulator {

/// Whose manners a provider has: its errors and its rate limit headers.
enum class vendor : std::uint8_t { openai, anthropic, google, deepseek };

std::string_view name_of(vendor v);
std::optional<vendor> vendor_named(std::string_view name);

/// What an answer with vectors is charged for.
struct vector_use {
  std::size_t prompt_tokens = 0;
  std::size_t prompt_bytes = 0;
  bool told = false; ///< in the answer
};

/// An HTTP answer with a plain body.
struct http_reply {
  int status = 200;
  std::string headers; ///< "Name: value\r\n" lines without framing headers
  std::string body;
  std::optional<vector_use> use = std::nullopt; ///< of vectors
};

/// The OpenAI error envelope; an empty `param` or `code` becomes null.
http_reply openai_error(int status, std::string_view message,
                        std::string_view type, std::string_view param = {},
                        std::string_view code = {});

/// Anthropic's error; the status decides its type.
http_reply anthropic_error(int status, std::string_view message,
                           std::string_view error_code = {});

/// Google's error; the status decides the gRPC status.
http_reply google_error(int status, std::string_view message);

/// Google's refusal of a key, which is a 400.
http_reply google_key_error();

/// The error `r`, whoever's it is, as Google's OpenAI-compatible endpoint
/// words it: Google's error in an array.
http_reply as_compat_error(const http_reply& r);

/// What this vendor answers with that status.
http_reply native_error(vendor v, int status);

/// A passing 429. `retry_after_s` is said in the vendor's way: OpenAI and
/// Anthropic in headers, Google in the body, DeepSeek not at all.
http_reply rate_limited(vendor v, std::optional<double> retry_after_s);

/// The answer when the account has run dry and retrying never helps.
http_reply quota_gone(vendor v);

/// The 429 for a request beyond a limit, in the same way but without what
/// append_limits() says.
http_reply over_limit(vendor v, const limit_standing& standing);

/// Appends what OpenAI and Anthropic say of their limits in headers.
void append_limits(std::string& headers, vendor v,
                   const limit_standing& standing);

/// The same of limits that nobody comes near.
void append_roomy_limits(std::string& headers, vendor v);

/// Appends the headers that all of the vendor's answers carry, whatever they
/// say.
void append_vendor_headers(std::string& headers, vendor v,
                           std::string_view request_id);

/// Appends one header line.
void append_header(std::string& headers, std::string_view name,
                   std::string_view value);

} // namespace bellwether::simulator
