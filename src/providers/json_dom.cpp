#include "providers/json_dom.hpp"

#include <cmath>
#include <cstring>
#include <memory>

namespace bellwether::providers {

namespace {

constexpr std::size_t keep_bytes = 1U << 20;

// simdjson reads some bytes behind the text, hence the copy.
struct reader {
  dom::parser parser;
  std::unique_ptr<char[]> buffer;
  std::size_t capacity = 0;

  void make_room(std::size_t bytes) {
    if (bytes <= capacity && (capacity <= keep_bytes || bytes > keep_bytes))
      return;
    parser = dom::parser{};
    capacity = std::max<std::size_t>(bytes + bytes / 2, 16'384);
    buffer = std::make_unique<char[]>(capacity + simdjson::SIMDJSON_PADDING);
  }
};

} // namespace

simdjson::simdjson_result<dom::element> parse_json(std::string_view text) {
  thread_local reader here;
  if (text.empty())
    return simdjson::EMPTY;
  here.make_room(text.size());
  std::memcpy(here.buffer.get(), text.data(), text.size());
  return here.parser.parse(here.buffer.get(), text.size(), false);
}

std::optional<std::int64_t> integer_of(const dom::element& value) {
  std::int64_t number = 0;
  if (value.get_int64().get(number) == simdjson::SUCCESS)
    return number;
  double real = 0;
  if (!value.is_double() || value.get_double().get(real) != simdjson::SUCCESS
      || std::abs(real) > 1e15 || std::trunc(real) != real)
    return std::nullopt;
  return static_cast<std::int64_t>(real);
}

// The depth is limited by the parser.
std::int64_t text_size(const dom::element& value) {
  std::int64_t bytes = 0;
  if (value.is_string())
    return static_cast<std::int64_t>(text_of(value).size());
  dom::object object;
  dom::array array;
  if (value.get_object().get(object) == simdjson::SUCCESS) {
    for (const auto member : object)
      bytes += static_cast<std::int64_t>(member.key.size())
               + text_size(member.value);
  } else if (value.get_array().get(array) == simdjson::SUCCESS) {
    for (const auto item : array)
      bytes += text_size(item);
  }
  return bytes;
}

} // namespace bellwether::providers
