#pragma once

#include "providers/anthropic/chunk.hpp"
#include "providers/json_dom.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace bellwether::providers::anthropic {

/// Turns the content blocks of a stream into events. Blocks may be open side by
/// side; those of unknown types, and pieces of them, are passed over.
class open_blocks {
public:
  using events = std::vector<stream_event>;

  open_blocks(const chunk_writer& chunks, const decode_context& context)
      : chunks_(chunks), context_(context) {}

  /// content_block_start.
  void start(const dom::element& event, events& out);

  /// content_block_delta.
  void extend(const dom::element& event, events& out);

  /// content_block_stop.
  void stop(const dom::element& event, events& out);

  /// Ends what was left open.
  void stop_all(events& out);

  bool has_calls() const { return calls_ > 0; }

private:
  enum class kind { text, thinking, redacted, call, other };

  struct block {
    kind what = kind::other;
    std::size_t place = 0;   ///< of a call among the calls
    bool has_pieces = false; ///< of a call's arguments
    std::string input;       ///< of a call that came whole
    std::string thought;
    std::string proof; ///< signature, or redacted data
  };

  void open_call(const dom::element& content, block& into, events& out);
  void add_text(std::string_view text, events& out) const;
  void add_thought(std::string_view text, block& into, events& out) const;
  void close(const block& done, events& out) const;

  const chunk_writer& chunks_;
  const decode_context& context_;
  std::map<std::int64_t, block> open_;
  std::size_t calls_ = 0;
};

} // namespace bellwether::providers::anthropic
