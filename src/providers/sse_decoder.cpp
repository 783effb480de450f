#include "providers/sse_decoder.hpp"

#include <algorithm>

namespace bellwether::providers {

namespace {

// Part of the stream but of no line.
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

} // namespace

void sse_decoder::feed(std::string_view bytes) {
  bytes_ = bytes;
  at_ = 0;
  next_lf_ = std::min(bytes_.find('\n'), bytes_.size());
}

sse_decoder::step sse_decoder::next() {
  if (dispatched_)
    start_event();
  std::string_view line;
  while (take_line(line)) {
    if (line.size() > limit_)
      return step::too_large;
    if (take_field(line)) {
      dispatched_ = true;
      return step::event;
    }
    if (data().size() > limit_)
      return step::too_large;
  }
  keep_rest();
  const bool marked = first_line_ && partial_.starts_with(byte_order_mark);
  const auto mark = marked ? byte_order_mark.size() : 0;
  return partial_.size() - mark > limit_ ? step::too_large : step::more;
}

sse_decoder::step sse_decoder::finish() {
  if (dispatched_)
    start_event();
  bytes_ = {};
  at_ = next_lf_ = 0;
  std::string last;
  last.swap(partial_);
  if (!last.empty()) {
    take_field(last);
    keep_rest();
  }
  if (!has_data_)
    return step::more;
  dispatched_ = true;
  return step::event;
}

// Takes the next whole line off the bytes. The line is a view into them, or
// into joined_ if its beginning came with earlier bytes.
bool sse_decoder::take_line(std::string_view& line) {
  if (skip_lf_ && at_ < bytes_.size()) {
    skip_lf_ = false;
    if (bytes_[at_] == '\n')
      ++at_;
  }
  if (next_lf_ < at_)
    next_lf_ = std::min(bytes_.find('\n', at_), bytes_.size());
  const auto rest = bytes_.substr(at_, next_lf_ - at_);
  const auto end =
      std::min(at_ + rest.size(), at_ + std::min(rest.find('\r'), rest.size()));
  if (end >= bytes_.size())
    return false;
  line = bytes_.substr(at_, end - at_);
  skip_lf_ = bytes_[end] == '\r';
  at_ = end + 1;
  if (!partial_.empty()) {
    partial_ += line;
    joined_.swap(partial_);
    partial_.clear();
    line = joined_;
  }
  if (first_line_ && line.starts_with(byte_order_mark))
    line.remove_prefix(byte_order_mark.size());
  first_line_ = false;
  return true;
}

// Whether the line completes an event.
bool sse_decoder::take_field(std::string_view line) {
  if (line.empty()) {
    if (has_data_)
      return true;
    name_.clear();
    return false;
  }
  const auto colon = std::min(line.find(':'), line.size());
  const auto field = line.substr(0, colon);
  auto value = line.substr(std::min(colon + 1, line.size()));
  if (value.starts_with(' '))
    value.remove_prefix(1);
  if (field == "data")
    append_data(value);
  else if (field == "event")
    name_ = value;
  return false;
}

void sse_decoder::append_data(std::string_view value) {
  const bool stays = value.data() >= bytes_.data()
                     && value.data() <= bytes_.data() + bytes_.size();
  if (has_data_) {
    if (!owned_)
      data_ = view_;
    data_ += '\n';
    data_ += value;
    owned_ = true;
  } else if (stays) {
    view_ = value;
  } else {
    data_ = value;
    owned_ = true;
  }
  has_data_ = true;
}

// What the next bytes will continue must outlive these.
void sse_decoder::keep_rest() {
  partial_ += bytes_.substr(at_);
  at_ = bytes_.size();
  if (has_data_ && !owned_) {
    data_ = view_;
    owned_ = true;
  }
}

void sse_decoder::start_event() {
  name_.clear();
  data_.clear();
  view_ = {};
  owned_ = has_data_ = dispatched_ = false;
}

} // namespace bellwether::providers
