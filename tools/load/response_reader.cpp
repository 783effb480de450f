#include "load/response_reader.hpp"

#include <algorithm>
#include <charconv>

namespace bellwether::load {

namespace {

bool same(std::string_view a, std::string_view lower) {
  return std::ranges::equal(a, lower, [](char x, char y) {
    return (x >= 'A' && x <= 'Z' ? static_cast<char>(x - 'A' + 'a') : x) == y;
  });
}

std::string_view trimmed(std::string_view text) {
  const auto from = std::min(text.find_first_not_of(" \t"), text.size());
  text.remove_prefix(from);
  return text.substr(0, text.find_last_not_of(" \t") + 1);
}

bool read_number(std::string_view text, std::uint64_t& to, int base) {
  const auto* end = text.data() + text.size();
  const auto [at, ec] = std::from_chars(text.data(), end, to, base);
  return ec == std::errc{} && at == end;
}

} // namespace

bool response_reader::feed(std::string_view bytes, std::string& body) {
  begun_ = begun_ || !bytes.empty();
  while (phase_ != phase::broken && step(bytes, body)) {
  }
  if (phase_ == phase::done && !bytes.empty()) {
    phase_ = phase::broken;
  }
  return phase_ != phase::broken;
}

bool response_reader::close() {
  if (phase_ == phase::until_close) {
    phase_ = phase::done;
  }
  keep_alive_ = false;
  return phase_ == phase::done;
}

bool response_reader::take_line(std::string_view& bytes) {
  const auto end = bytes.find('\n');
  constexpr std::size_t longest_line = 64UL * 1024;
  if (end == std::string_view::npos) {
    partial_.append(bytes);
    bytes = {};
    if (partial_.size() > longest_line) {
      phase_ = phase::broken;
    }
    return false;
  }
  line_ = std::move(partial_);
  partial_.clear();
  line_.append(bytes.substr(0, end));
  bytes.remove_prefix(end + 1);
  if (!line_.empty() && line_.back() == '\r') {
    line_.pop_back();
  }
  return true;
}

bool response_reader::step(std::string_view& bytes, std::string& body) {
  switch (phase_) {
    case phase::head:
      if (!take_line(bytes)) {
        return false;
      }
      read_head_line();
      return true;
    case phase::fixed:
      return take_data(bytes, body, phase::done);
    case phase::until_close:
      body.append(bytes);
      bytes = {};
      return false;
    case phase::chunk_size:
      if (!take_line(bytes)) {
        return false;
      }
      read_chunk_size();
      return true;
    case phase::chunk_data:
      return take_data(bytes, body, phase::chunk_end);
    case phase::chunk_end:
    case phase::trailer:
      if (!take_line(bytes)) {
        return false;
      }
      if (phase_ == phase::chunk_end) {
        phase_ = line_.empty() ? phase::chunk_size : phase::broken;
      } else if (line_.empty()) {
        phase_ = phase::done;
      }
      return true;
    case phase::done:
    case phase::broken:
      break;
  }
  return false;
}

void response_reader::read_head_line() {
  const std::string_view line{line_};
  if (status_ == 0) {
    constexpr std::string_view version = "HTTP/1.";
    constexpr std::size_t before_code = 9;
    std::uint64_t code = 0;
    if (!line.starts_with(version) || line.size() < before_code + 3
        || !read_number(line.substr(before_code, 3), code, 10)) {
      phase_ = phase::broken;
      return;
    }
    status_ = static_cast<int>(code);
    keep_alive_ = line[version.size()] == '1';
    return;
  }
  if (line.empty()) {
    begin_body();
    return;
  }
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) {
    phase_ = phase::broken;
    return;
  }
  read_header(line.substr(0, colon), trimmed(line.substr(colon + 1)));
}

void response_reader::read_header(std::string_view name,
                                  std::string_view value) {
  if (same(name, "content-length")) {
    has_length_ = read_number(value, left_, 10);
    if (!has_length_) {
      phase_ = phase::broken;
    }
  } else if (same(name, "transfer-encoding")) {
    chunked_ = same(value, "chunked");
  } else if (same(name, "connection") && same(value, "close")) {
    keep_alive_ = false;
  } else if (same(name, "x-bellwether-provider")) {
    provider_ = value;
  } else if (same(name, "x-bellwether-attempts")) {
    attempts_ = value;
  }
}

void response_reader::begin_body() {
  if (status_ >= 100 && status_ < 200) { // informational: another head follows
    status_ = 0;
  } else if (chunked_) {
    phase_ = phase::chunk_size;
  } else if (status_ == 204 || status_ == 304 || (has_length_ && left_ == 0)) {
    phase_ = phase::done;
  } else {
    phase_ = has_length_ ? phase::fixed : phase::until_close;
  }
}

void response_reader::read_chunk_size() {
  const std::string_view line{line_};
  if (!read_number(trimmed(line.substr(0, line.find(';'))), left_, 16)) {
    phase_ = phase::broken;
    return;
  }
  phase_ = left_ == 0 ? phase::trailer : phase::chunk_data;
}

bool response_reader::take_data(std::string_view& bytes, std::string& body,
                                phase next) {
  const auto n = std::min<std::uint64_t>(left_, bytes.size());
  body.append(bytes.substr(0, n));
  bytes.remove_prefix(n);
  left_ -= n;
  if (left_ > 0) {
    return false;
  }
  phase_ = next;
  return true;
}

} // namespace bellwether::load
