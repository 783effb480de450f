#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace bellwether::surfaces::anthropic {

/// Appends one event with its SSE framing. `data` is an object's JSON on one
/// line that has the name as its `type`.
void append_sse(std::string_view name, std::string_view data, std::string& out);

/// Writes the content blocks of a stream, one after the other: what belongs to
/// another block than the open one closes that first.
class block_writer {
public:
  void text(std::string_view text, std::string& out);
  void thinking(std::string_view text, std::string& out);

  /// The end of a thinking block. Its `text` is written too if none of it was.
  void signature(std::string_view text, std::string_view signature,
                 std::string& out);

  /// A whole block: `block` is its JSON.
  void whole(std::string_view block, std::string& out);

  /// `head` is a tool_use block up to its input.
  void open_call(std::string_view head, std::string& out);
  void arguments(std::string_view fragment, std::string& out);

  void close(std::string& out);

private:
  enum class kind : std::uint8_t { none, text, thinking, call, whole };

  void enter(kind wanted, std::string_view block, std::string& out);
  void delta(std::string_view type, std::string_view member,
             std::string_view text, std::string& out) const;

  kind open_ = kind::none;
  std::size_t index_ = 0; ///< of the open block, or of the next one
};

} // namespace bellwether::surfaces::anthropic
