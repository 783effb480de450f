#include "simulator/reply_script.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace bellwether::simulator {

void append_chunk(std::string& bytes, std::string_view payload) {
  std::array<char, 16> size{};
  constexpr int hexadecimal = 16;
  const auto end = std::to_chars(size.data(), size.data() + size.size(),
                                 payload.size(), hexadecimal)
                       .ptr;
  bytes.append(size.data(), end).append("\r\n").append(payload).append("\r\n");
}

void append_last_chunk(std::string& bytes) {
  bytes += "0\r\n\r\n";
}

namespace {

/// Usage that does not stand before `end` is not told.
void forget_usage_after(reply_script& script, std::size_t end) {
  for (auto* usage : {&script.usage_begin, &script.usage_end}) {
    if (*usage > end) {
      *usage = reply_script::nowhere;
    }
  }
}

} // namespace

void cut_after(reply_script& script, std::size_t content) {
  const auto n = std::min(content, script.content_ends.size());
  script.content_ends.resize(n);
  script.made.resize(n);
  script.bytes.resize(n == 0 ? script.opening_end : script.content_ends.back());
  forget_usage_after(script, script.bytes.size());
  script.done_begin = script.bytes.size();
  script.done_end = script.bytes.size();
}

void remove_done(reply_script& script) {
  script.bytes.erase(script.done_begin, script.done_end - script.done_begin);
  script.done_end = script.done_begin;
}

} // namespace bellwether::simulator
