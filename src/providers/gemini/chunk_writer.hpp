#pragma once

#include "providers/codec.hpp"
#include "providers/gemini/completion_json.hpp"
#include "providers/gemini/fragment.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace bellwether::providers::gemini {

/// Writes what the fragments of a stream say as OpenAI's chunks.
class chunk_writer {
public:
  explicit chunk_writer(decode_context context) : context_(context) {}

  /// Appends the chunks of one fragment. A failure if a candidate ends without
  /// a word where it should have called a tool, and nobody else has spoken.
  std::optional<domain::failure> write(const fragment& said,
                                       std::vector<stream_event>& out);

  /// The chunk that ends a stream whose tokens were counted.
  void write_usage(const domain::usage& used, std::vector<stream_event>& out);

  /// Whether there are choices and all of them are finished.
  bool is_finished() const;

private:
  struct choice {
    int calls = 0; ///< so far: the next one's index
    bool finished = false;
  };

  choice& open(std::int64_t index, std::vector<stream_event>& out);
  void write_words(const candidate& said, choice& state,
                   std::vector<stream_event>& out);
  void write_calls(const candidate& said, choice& state,
                   std::vector<stream_event>& out);
  void finish(std::int64_t index, choice& state, std::string_view reason,
              std::vector<stream_event>& out);

  decode_context context_;
  std::optional<completion_head> head_;
  std::optional<tool_ids> ids_;
  std::map<std::int64_t, choice> choices_;
  bool has_content_ = false;
};

} // namespace bellwether::providers::gemini
