#pragma once

#include "surfaces/messages/block_writer.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bellwether::surfaces::anthropic {

/// What one chunk says of one call. Only the arguments come in pieces.
struct call_fragment {
  std::optional<std::int64_t> index;
  std::string_view id;
  std::string_view name;
  std::string_view arguments;
  std::string extra_content; ///< JSON text, or ""
};

/// Finds the end of a JSON object that comes in pieces.
class object_scanner {
public:
  /// The part of `text` that belongs to the object: nothing behind its end,
  /// and nothing at all of a value that is no object.
  std::string_view take(std::string_view text);

  bool complete() const { return began_ && depth_ == 0; }

private:
  void pass(char c);

  std::size_t depth_ = 0;
  bool began_ = false;
  bool is_other_ = false; ///< no object
  bool in_string_ = false;
  bool escaped_ = false;
};

/// Parallel calls, whose fragments may be mixed, as blocks one after the other:
/// the first call that is not complete is written as it comes, those behind it
/// wait.
class call_queue {
public:
  /// `message` is the message's id: calls without an id get one made of it.
  explicit call_queue(std::string message) : message_{std::move(message)} {}

  void take(const call_fragment& fragment, block_writer& to, std::string& out);

  /// Nothing more will come: writes what waits, complete or not.
  void finish(block_writer& to, std::string& out);

  /// Whether all calls so far are complete and written.
  bool idle() const { return at_ == calls_.size(); }

  bool empty() const { return calls_.empty(); }

private:
  struct call {
    std::optional<std::int64_t> index;
    std::string id;
    std::string name;
    std::string extra_content;
    std::string waiting; ///< arguments that are not written yet
    object_scanner arguments;
    bool open = false;
  };

  call& find_or_add(const call_fragment& fragment);
  void write(call& next, block_writer& to, std::string& out);
  void advance(block_writer& to, std::string& out);

  std::string message_;
  std::vector<call> calls_;
  std::size_t at_ = 0; ///< the first that is not done
};

} // namespace bellwether::surfaces::anthropic
