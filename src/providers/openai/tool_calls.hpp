#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::providers {

/// The `tool_calls` of a complete message, each with an id, a type and its
/// arguments as a string. `made_of` makes ids that are missing.
std::string strict_calls(std::string_view calls, std::string_view made_of);

/// Puts the pieces of one choice's tool calls in order: a call is opened once,
/// by a piece with its id, type and name, and all its pieces have its index.
/// Pieces that are as they must be stay byte for byte.
class call_pieces {
public:
  /// The `tool_calls` of one delta.
  std::string mend(std::string_view pieces, std::string_view made_of);

  bool empty() const { return calls_.empty(); }

private:
  struct call {
    std::size_t place = 0;
    std::string index; ///< as the provider wrote it, "" if it did not
    std::string id;
    bool named = false;
  };

  call* known(std::string_view index, std::string_view id, bool names);
  std::string mend_piece(std::string_view piece, std::string_view made_of);

  std::vector<call> calls_;
};

} // namespace bellwether::providers
