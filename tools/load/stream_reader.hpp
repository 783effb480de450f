#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace bellwether::load {

/// Reads a chat stream (server-sent events) as its bytes arrive.
class stream_reader {
public:
  /// Returns how many content chunks ended in `bytes`.
  std::size_t feed(std::string_view bytes);

  std::size_t content() const { return content_; }
  bool done() const { return done_; }     ///< [DONE] has come
  bool failed() const { return failed_; } ///< an error event has come
  const std::string& error() const { return error_; } ///< its beginning

private:
  void read_line(std::string_view line);

  std::string partial_;
  std::string error_;
  std::size_t content_ = 0;
  bool done_ = false;
  bool failed_ = false;
};

/// Why a plain chat answer is none; "" when it is one: JSON with choices and
/// without an error.
std::string fault_of_plain(const std::string& body);

} // namespace bellwether::load
