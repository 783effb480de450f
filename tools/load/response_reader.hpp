#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace bellwether::load {

/// Reads one HTTP/1.1 response as its bytes arrive: just enough of HTTP for a
/// load generator, with everything that is out of order reported.
class response_reader {
public:
  /// Takes bytes and appends what of them is body to `body`. False once the
  /// response is malformed. Bytes behind its end are malformed, too.
  bool feed(std::string_view bytes, std::string& body);

  /// The peer has closed. False when that cuts the response off.
  bool close();

  bool begun() const { return begun_; } ///< a byte has arrived
  bool done() const { return phase_ == phase::done; }
  int status() const { return status_; }
  bool keep_alive() const { return keep_alive_; }
  const std::string& provider() const { return provider_; }
  const std::string& attempts() const { return attempts_; }

private:
  enum class phase : std::uint8_t {
    head,
    fixed,
    until_close,
    chunk_size,
    chunk_data,
    chunk_end,
    trailer,
    done,
    broken
  };

  /// Takes a whole line out of `bytes` into line_; false when it is not whole.
  bool take_line(std::string_view& bytes);
  bool step(std::string_view& bytes, std::string& body);
  void read_head_line();
  void read_header(std::string_view name, std::string_view value);
  void begin_body();
  void read_chunk_size();
  bool take_data(std::string_view& bytes, std::string& body, phase next);

  phase phase_ = phase::head;
  std::string partial_;
  std::string line_;
  std::uint64_t left_ = 0; ///< of the body or of the chunk
  bool has_length_ = false;
  bool chunked_ = false;
  bool begun_ = false;
  bool keep_alive_ = true;
  int status_ = 0;
  std::string provider_;
  std::string attempts_;
};

} // namespace bellwether::load
