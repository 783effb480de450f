#pragma once

#include <boost/beast/http/basic_parser.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::upstream {

/// The headers of an answer in two buffers that are reused for the next one.
class header_list {
public:
  void clear();
  void add(std::string_view name, std::string_view value);

  /// The first value of `name` (any case), "" if there is none.
  std::string_view find(std::string_view name) const;

private:
  struct entry {
    std::uint32_t begin;
    std::uint32_t name_size;
    std::uint32_t value_size;
  };

  std::string text_;
  std::vector<entry> entries_;
};

/// Reads one HTTP answer: its head into a header_list, its body to the end of
/// a string, both without an allocation of its own. Beast does the parsing.
class answer_parser final : public boost::beast::http::basic_parser<false> {
public:
  static constexpr std::uint32_t head_limit = 64 * 1024;

  explicit answer_parser(header_list& headers);

  int status() const { return status_; }

  /// Where the body's bytes go from now on; outlives the next put().
  void append_to(std::string& body) { body_ = &body; }

private:
  using error_code = boost::beast::error_code;
  using string_view = boost::beast::string_view;
  using verb = boost::beast::http::verb;
  using field = boost::beast::http::field;

  void on_request_impl(verb method, string_view method_text, string_view target,
                       int version, error_code& ec) override;
  void on_response_impl(int code, string_view reason, int version,
                        error_code& ec) override;
  void on_field_impl(field name, string_view name_text, string_view value,
                     error_code& ec) override;
  void on_header_impl(error_code& ec) override;
  void on_body_init_impl(const boost::optional<std::uint64_t>& content_length,
                         error_code& ec) override;
  std::size_t on_body_impl(string_view bytes, error_code& ec) override;
  void on_chunk_header_impl(std::uint64_t size, string_view extensions,
                            error_code& ec) override;
  std::size_t on_chunk_body_impl(std::uint64_t remain, string_view bytes,
                                 error_code& ec) override;
  void on_finish_impl(error_code& ec) override;

  header_list& headers_;
  std::string* body_ = nullptr;
  int status_ = 0;
};

} // namespace bellwether::upstream
