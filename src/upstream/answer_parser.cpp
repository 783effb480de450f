#include "upstream/answer_parser.hpp"

#include <boost/beast/core/string.hpp>
#include <boost/none.hpp>

namespace bellwether::upstream {

void header_list::clear() {
  text_.clear();
  entries_.clear();
}

void header_list::add(std::string_view name, std::string_view value) {
  entries_.push_back({static_cast<std::uint32_t>(text_.size()),
                      static_cast<std::uint32_t>(name.size()),
                      static_cast<std::uint32_t>(value.size())});
  text_.append(name).append(value);
}

std::string_view header_list::find(std::string_view name) const {
  const std::string_view text = text_;
  for (const auto& e : entries_) {
    if (boost::beast::iequals(text.substr(e.begin, e.name_size), name))
      return text.substr(e.begin + e.name_size, e.value_size);
  }
  return {};
}

answer_parser::answer_parser(header_list& headers) : headers_(headers) {
  headers_.clear();
  header_limit(head_limit);
  // Who reads the body knows how much of it is too much.
  body_limit(boost::none);
}

void answer_parser::on_request_impl(verb /*method*/,
                                    string_view /*method_text*/,
                                    string_view /*target*/, int /*version*/,
                                    error_code& /*ec*/) {}

void answer_parser::on_response_impl(int code, string_view /*reason*/,
                                     int /*version*/, error_code& /*ec*/) {
  status_ = code;
}

void answer_parser::on_field_impl(field /*name*/, string_view name_text,
                                  string_view value, error_code& /*ec*/) {
  // After the head these are a chunked body's trailers: nobody asks for them,
  // and only the head is limited in size.
  if (!is_header_done())
    headers_.add(name_text, value);
}

void answer_parser::on_header_impl(error_code& /*ec*/) {}

void answer_parser::on_body_init_impl(
    const boost::optional<std::uint64_t>& /*content_length*/,
    error_code& /*ec*/) {}

std::size_t answer_parser::on_body_impl(string_view bytes, error_code& /*ec*/) {
  if (body_ != nullptr)
    body_->append(bytes);
  return bytes.size();
}

void answer_parser::on_chunk_header_impl(std::uint64_t /*size*/,
                                         string_view /*extensions*/,
                                         error_code& /*ec*/) {}

std::size_t answer_parser::on_chunk_body_impl(std::uint64_t /*remain*/,
                                              string_view bytes,
                                              error_code& /*ec*/) {
  if (body_ != nullptr)
    body_->append(bytes);
  return bytes.size();
}

void answer_parser::on_finish_impl(error_code& /*ec*/) {}

} // namespace bellwether::upstream
