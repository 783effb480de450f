#include "simulator/wire_format.hpp"

#include "simulator/anthropic/format.hpp"
#include "simulator/google/format.hpp"
#include "simulator/openai/format.hpp"

namespace bellwether::simulator {

std::string_view wire_format::stream_headers(const destination&) const {
  return "content-type: text/event-stream; charset=utf-8\r\n"
         "cache-control: no-cache\r\n";
}

std::string_view wire_format::keep_alive(const destination&) const {
  return ": keep-alive\n\n";
}

format_set::format_set()
    : openai_{make_openai_format()},
      anthropic_{make_anthropic_format()},
      gemini_{make_gemini_format()} {}

wire_format& format_set::of(dialect d) {
  switch (d) {
    case dialect::anthropic:
      return *anthropic_;
    case dialect::gemini:
      return *gemini_;
    case dialect::openai:
    case dialect::compat:
      break;
  }
  return *openai_;
}

} // namespace bellwether::simulator
