#pragma once

#include "surfaces/messages/block_writer.hpp"
#include "surfaces/messages/call_queue.hpp"
#include "surfaces/messages/message.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace bellwether::surfaces::anthropic {

/// Turns the chunks of a chat completion into the events of a Message:
///
///   message_start, (block start, deltas, block stop)*, message_delta,
///   message_stop
///
/// The last two wait for the end, because a provider's usage comes behind its
/// finish reason, and a stream that breaks off must not have them.
class message_stream {
public:
  explicit message_stream(answer_style style);

  void take(std::string_view chunk, std::string& out);
  void end(std::string& out);

private:
  /// What an answer says besides its calls.
  struct piece {
    enum class kind { text, thinking, signed_thinking, whole };

    kind what = kind::text;
    std::string text;      ///< or the block's JSON
    std::string signature; ///< signed_thinking
  };

  void start(std::string_view model, std::string& out);
  void take_delta(const providers::dom::element& delta, std::string& out);
  void take_blocks(const providers::dom::element& blocks, std::string& out);
  void take_calls(const providers::dom::element& calls, std::string& out);
  void put(piece next, std::string& out);
  void write(const piece& next, std::string& out);
  void write_late(std::string& out);
  void settle(std::string& out);

  answer_style style_;
  block_writer blocks_;
  call_queue calls_;
  std::vector<piece> late_; ///< said while a call was not complete
  std::string finish_reason_;
  domain::usage used_;
  bool started_ = false;
};

} // namespace bellwether::surfaces::anthropic
