#pragma once

#include "surfaces/responses/events.hpp"
#include "surfaces/responses/frame.hpp"
#include "surfaces/responses/item.hpp"
#include "surfaces/responses/item_publisher.hpp"
#include "surfaces/surface.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bellwether::surfaces {

/// The stream of one response. Its items come one after the other: what arrives
/// beside a function call that may still grow waits for the end.
class response_stream {
public:
  /// Refers to `frame`, which must outlive it and learns from the stream.
  response_stream(response_frame& frame, bool sealed)
      : frame_{frame}, sealed_{sealed}, publisher_{events_, sealed} {}

  response_stream(const response_stream&) = delete;
  response_stream& operator=(const response_stream&) = delete;

  /// Appends the events for one chunk of a chat completion.
  void take(std::string_view chunk, std::string& out);

  /// Appends what completes the response.
  void end(std::string& out);

  /// Appends what tells that the response is lost.
  void fail(const stream_fault& why, std::string& out);

private:
  struct delta; ///< a view of a chunk's news

  void open(std::string& out);
  void take_delta(const delta& news, std::string& out);
  void take_call(const delta& news, std::string& out);
  output_item& item_for(output_item::kind what, std::string& out);
  output_item& call_at(std::int64_t index, std::string_view id,
                       std::string& out);
  output_item& push(output_item::kind what, std::string& out);
  message_part& part_for(bool refusal, std::string& out);
  void publish(std::string& out);
  void finish_items(std::string_view last_status, std::string& out);
  void append_response(std::string_view event, const response_state& state,
                       std::string& out);

  response_frame& frame_;
  bool sealed_;
  event_writer events_;
  item_publisher publisher_;
  std::vector<output_item> items_;
  /// Place of the call with that index in the chunks.
  std::vector<std::pair<std::int64_t, std::size_t>> calls_;
  std::size_t live_ = 0; ///< the item whose turn it is; those before are done
  std::string finish_reason_;
  std::string usage_ = "null";
  bool ended_ = false;
};

} // namespace bellwether::surfaces
