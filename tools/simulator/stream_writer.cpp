#include "simulator/stream_writer.hpp"

#include <algorithm>

namespace bellwether::simulator {

stream_writer::stream_writer(reply_script& script, quirk_set quirks,
                             std::string_view line_end, framing frames)
    : script_{script}, line_end_{line_end}, framing_{frames} {
  if (quirks.has(quirk::crlf)) {
    line_end_ = "\r\n";
  } else if (quirks.has(quirk::cr)) {
    line_end_ = "\r";
  }
}

void stream_writer::event(std::string_view data, std::string_view name) {
  event_.clear();
  if (framing_ == framing::array) {
    const bool first = script_.bytes.size() == script_.head_end;
    event_.append(first ? "[" : ",\r\n").append(data);
  } else {
    frame(event_, data, name);
  }
  append_chunk(script_.bytes, event_);
}

void stream_writer::strew(std::string_view data, std::string_view name) {
  if (framing_ == framing::events) {
    frame(strewn_, data, name);
  }
}

void stream_writer::frame(std::string& to, std::string_view data,
                          std::string_view name) const {
  if (!name.empty()) {
    to.append("event: ").append(name).append(line_end_);
  }
  to.append(data.starts_with(':') ? "" : "data: ");
  to.append(data).append(line_end_).append(line_end_);
}

void stream_writer::opened() {
  strew_now();
  script_.opening_end = script_.bytes.size();
}

void stream_writer::content(const made_content& what) {
  auto sum = script_.made.empty() ? made_content{} : script_.made.back();
  script_.made.push_back(sum += what);
  script_.content_ends.push_back(script_.bytes.size());
  strew_now();
}

void stream_writer::usage(bool whole) {
  const auto end = script_.bytes.size();
  script_.usage_begin = std::min(script_.usage_begin, end);
  if (whole) {
    script_.usage_end = end;
  }
}

void stream_writer::begin_end() {
  script_.done_begin = script_.bytes.size();
}

void stream_writer::finish() {
  if (framing_ == framing::array) {
    append_chunk(script_.bytes, "]");
  }
  script_.done_end = script_.bytes.size();
  append_last_chunk(script_.bytes);
}

void stream_writer::strew_now() {
  if (!strewn_.empty()) {
    append_chunk(script_.bytes, strewn_);
  }
}

} // namespace bellwether::simulator
