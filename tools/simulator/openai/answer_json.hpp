#pragma once

#include "simulator/wire_format.hpp"

#include <string>
#include <string_view>

namespace bellwether::simulator {

/// Which of those who speak the format an answer is made for.
struct openai_accent {
  bool compat = false;     ///< Google's compatible endpoint
  bool deepseek = false;   ///< counts the prompt's cache in its own way
  bool signatures = false; ///< calls carry thought signatures
};

openai_accent accent_for(const request_view& r, const answer& a);

/// The usage object.
std::string usage_text(const answer& a, const openai_accent& accent);

/// The finish reason as JSON: a string, or null.
std::string_view finish_reason(const answer& a, const choice& c);

/// The message of a whole answer.
std::string message_text(const answer& a, const choice& c,
                         const openai_accent& accent);

/// The members of a call that come before its function, with a comma at the
/// end: id, type, signature.
std::string call_head(const answer& a, const choice& c, std::size_t call,
                      const openai_accent& accent);

/// Arguments as they go into JSON: as a string, or as they are.
std::string arguments_text(const answer& a, const std::string& arguments);

} // namespace bellwether::simulator
