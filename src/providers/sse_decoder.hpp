#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace bellwether::providers {

/// Splits a server-sent event stream into events, wherever its bytes are cut:
///
///     decoder.feed(bytes);
///     while (decoder.next() == sse_decoder::step::event)
///       use(decoder.name(), decoder.data());
///
/// Line ends may be LF, CR LF or CR in any mix. Comments, `id` and `retry` are
/// passed over, and so are events without data. Not thread-safe.
class sse_decoder {
public:
  enum class step {
    event,    ///< name() and data() are valid until the next call
    more,     ///< everything that was fed is used up
    too_large ///< a line or an event is over the limit: the stream is lost
  };

  static constexpr std::size_t default_limit = 8U << 20;

  explicit sse_decoder(std::size_t max_event_bytes = default_limit)
      : limit_(max_event_bytes) {}

  /// `bytes` must stay valid until next() has answered `more`.
  void feed(std::string_view bytes);

  step next();

  /// After the last bytes: closes a line and an event that were left open.
  /// Answers `event` or `more`.
  step finish();

  std::string_view name() const { return name_; }
  std::string_view data() const { return owned_ ? data_ : view_; }

private:
  bool take_line(std::string_view& line);
  bool take_field(std::string_view line);
  void append_data(std::string_view value);
  void keep_rest();
  void start_event();

  std::size_t limit_;
  std::string_view bytes_;  ///< being decoded
  std::size_t at_ = 0;      ///< within bytes_
  std::size_t next_lf_ = 0; ///< the next LF at or behind at_, once searched
  std::string partial_;     ///< a line whose end has not come
  std::string joined_;      ///< the line that was completed last, if it was cut
  std::string name_;
  std::string data_;
  std::string_view view_; ///< the data while it is one line within bytes_
  bool owned_ = false;    ///< data_ holds the data, not view_
  bool has_data_ = false;
  bool skip_lf_ = false; ///< the last line ended with CR
  bool first_line_ = true;
  bool dispatched_ = false; ///< the event was handed out: start a new one
};

} // namespace bellwether::providers
