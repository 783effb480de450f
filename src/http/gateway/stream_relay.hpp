#pragma once

#include "http/gateway/caller.hpp"
#include "providers/codec.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::http {

/// One attempt's stream on its way to the caller. Holds back what carries no
/// content, so that the call can still go to another provider unseen; after
/// the first content nothing is held back and nothing can be taken back.
class stream_relay {
public:
  stream_relay(caller& to, std::unique_ptr<providers::stream_decoder> decoder,
               bool wants_usage);

  /// Decodes bytes, "" at the end of the provider's stream, and prepares what
  /// they complete for the caller. Sets `over` when nothing more will come.
  std::optional<domain::failure> take(std::string_view bytes, bool& over);

  /// Whether there is something to send that may be sent.
  bool ready() const { return has_content_ && !out_.empty(); }

  /// Whether the caller has seen a part of this stream.
  bool started() const { return started_; }

  /// Sends what is prepared; `headers` go with the first bytes. False: the
  /// caller is gone.
  boost::asio::awaitable<bool> flush(header_list headers);

  /// Ends the stream as it should end. What is known only now goes into
  /// trailers if the caller takes them, else into SSE comments.
  boost::asio::awaitable<bool> end(header_list closing);

  /// Ends a stream that broke: an error event, with the usage so far, and then
  /// a connection that does not end cleanly, so that no client can take what
  /// it has for everything.
  boost::asio::awaitable<void> break_off(const domain::failure& why,
                                         std::int64_t prompt_chars);

  const std::optional<domain::usage>& usage() const {
    return decoder_->usage();
  }
  std::int64_t content_chars() const { return content_chars_; }

private:
  void prepare(const providers::stream_event& event);

  caller& to_;
  std::unique_ptr<providers::stream_decoder> decoder_;
  bool wants_usage_;
  std::vector<providers::stream_event> events_;
  std::string out_;
  std::int64_t content_chars_ = 0;
  bool has_content_ = false;
  bool started_ = false;
};

} // namespace bellwether::http
