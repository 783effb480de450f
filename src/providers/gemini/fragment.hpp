#pragma once

#include "domain/failure.hpp"
#include "domain/price.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace bellwether::providers::gemini {

/// A functionCall part.
struct function_call {
  std::string id; ///< may be empty
  std::string name;
  std::string arguments; ///< a JSON object as text
  std::string signature; ///< may be empty
};

/// What one candidate says in one fragment.
struct candidate {
  std::int64_t index = 0;
  std::optional<std::string> text; ///< nothing if there is no text part
  std::string reasoning;
  std::vector<function_call> calls;
  std::string finish;   ///< Google's word; "" = it goes on
  std::string logprobs; ///< in OpenAI's shape as JSON, or ""

  bool says_nothing() const {
    return text.value_or("").empty() && reasoning.empty() && calls.empty();
  }
};

/// A GenerateContentResponse: a whole answer, or one event of a stream.
struct fragment {
  std::string id;
  std::string model;
  std::string blocked; ///< why the prompt was blocked, or ""
  std::vector<candidate> candidates;
  std::optional<domain::usage> usage;
};

/// Reads one. Members that are missing, as Google leaves them out, are empty. A
/// failure for an error in its place and for what is no JSON object.
std::variant<fragment, domain::failure> read_fragment(std::string_view json,
                                                      int status);

/// Google's finish reason as one of OpenAI's. `called`: the candidate has
/// called a tool, which Google does not say here.
std::string_view finish_reason_of(std::string_view reason, bool called);

/// A tool call that came out malformed and left nothing behind: the model's
/// mistake, worth another attempt, and no fault of the provider.
bool is_botched_call(std::string_view finish);
domain::failure botched_call(int status);

} // namespace bellwether::providers::gemini
