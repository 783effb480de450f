#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::simulator {

/// A tool that the answer shall call, with the arguments as JSON text.
struct tool_wish {
  std::string name;
  std::string arguments;
};

/// What a chat request asks for, whatever its wire format.
struct question {
  std::string model;
  std::uint64_t text_hash = 0; ///< of the texts of all messages
  std::size_t prompt_tokens = 0;
  std::optional<std::size_t> max_tokens;
  std::optional<tool_wish> tool;
  bool stream = false;
  bool include_usage = false;
};

/// What makes two providers, or two runs, answer differently.
struct answer_source {
  std::uint64_t seed = 0;
  std::string_view provider;
  std::uint64_t sequence = 0;        ///< of the request; decides the id only
  std::optional<std::size_t> tokens; ///< none: the hash decides
};

/// An answer, whatever its wire format.
struct answer {
  std::string id;           ///< hexadecimal digits
  std::int64_t created = 0; ///< Unix seconds
  std::string model;
  std::string fingerprint;
  std::string tool;                ///< the name of the called tool, or ""
  std::vector<std::string> tokens; ///< of the text, or of the tool's arguments
  bool cut_short = false;          ///< max_tokens ended it
  std::size_t prompt_tokens = 0;
  bool stream = false;
  bool include_usage = false; ///< the stream was asked for its usage
  bool drop_usage = false;    ///< leave the usage out everywhere
};

/// The answer to `q`: the same text for the same seed, provider, model and
/// messages, streamed or not. It names provider and model and quotes nothing.
answer make_answer(const question& q, const answer_source& source,
                   std::int64_t created);

} // namespace bellwether::simulator
