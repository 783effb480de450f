#pragma once

#include "simulator/question.hpp"
#include "simulator/quirks.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::simulator {

/// What makes two providers, or two runs, answer differently.
struct answer_source {
  std::uint64_t seed = 0;
  std::string_view provider;
  std::uint64_t sequence = 0;        ///< of the request; decides the ids only
  std::optional<std::size_t> tokens; ///< none: the hash decides
  quirk_set quirks;
  std::size_t cache_read = 0;  ///< tokens of the prompt besides its text
  std::size_t cache_write = 0; ///< the same
  bool drop_usage = false;
};

/// A call that the answer makes.
struct made_call {
  std::string id; ///< hexadecimal digits
  std::string name;
  std::vector<std::string> fragments; ///< of the arguments

  std::string arguments() const;
};

enum class ending : std::uint8_t {
  stop,
  stop_sequence,
  length,
  calls,
  blocked
};

/// One of the alternatives of an answer.
struct choice {
  std::vector<std::string> thoughts; ///< tokens, shown or not
  std::vector<std::string> tokens;   ///< of the text
  std::vector<made_call> calls;
  ending end = ending::stop;
  std::string stop_sequence;

  std::string text() const;
  std::string thought() const;
  std::size_t token_count() const; ///< all that was made, shown or not
};

/// An answer, whatever its wire format.
struct answer {
  std::string id;           ///< hexadecimal digits
  std::int64_t created = 0; ///< Unix seconds
  std::string model;
  std::string fingerprint;
  std::vector<choice> choices;   ///< at least one
  std::size_t prompt_tokens = 0; ///< of the texts, without what a cache held
  std::size_t cache_read = 0;
  std::size_t cache_write = 0;
  bool show_thoughts = false;
  bool stream = false;
  bool include_usage = false; ///< the stream was asked for its usage
  bool drop_usage = false;    ///< leave the usage out everywhere
  quirk_set quirks;
  std::uint64_t seed = 0; ///< for signatures

  std::size_t thought_tokens() const;
  std::size_t completion_tokens() const; ///< with the thoughts
};

/// The answer to `q`: the same text for the same seed, provider, model and
/// messages, streamed or not. It names provider and model and quotes nothing
/// but the results of tools.
answer make_answer(const question& q, const answer_source& source,
                   std::int64_t created);

} // namespace bellwether::simulator
