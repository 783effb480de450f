#include "providers/json_fault.hpp"

#include "providers/json_dom.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>

namespace bellwether::providers {

namespace {

using nlohmann::json;

// simdjson does not tell places. Finding one costs more than the parse, so for
// huge bodies the caller is told the kind of the fault only.
constexpr std::size_t search_limit = 1U << 20;

struct place_finder final : nlohmann::json_sax<json> {
  std::optional<std::size_t> place;

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override { return true; }
  bool key(string_t&) override { return true; }
  bool end_object() override { return true; }
  bool start_array(std::size_t) override { return true; }
  bool end_array() override { return true; }
  bool parse_error(std::size_t at, const std::string&,
                   const json::exception&) override {
    place = at;
    return false;
  }
};

std::string_view kind_of(simdjson::error_code code) {
  switch (code) {
    case simdjson::EMPTY:
      return "there is no text";
    case simdjson::DEPTH_ERROR:
      return "it is nested too deeply";
    case simdjson::UTF8_ERROR:
      return "it is not valid UTF-8";
    case simdjson::STRING_ERROR:
      return "a string holds an invalid escape";
    case simdjson::UNESCAPED_CHARS:
      return "a string holds a control character that is not escaped";
    case simdjson::UNCLOSED_STRING:
      return "a string is not closed";
    case simdjson::NUMBER_ERROR:
      return "a number is malformed or too large";
    case simdjson::CAPACITY:
    case simdjson::MEMALLOC:
      return "it is too large";
    default:
      return "a value, comma, colon or bracket is missing or in excess";
  }
}

} // namespace

std::string describe_json_fault(std::string_view text) {
  std::string fault(kind_of(parse_json(text).error()));
  if (text.empty() || text.size() > search_limit)
    return fault;
  place_finder finder;
  json::sax_parse(text.begin(), text.end(), &finder);
  if (!finder.place)
    return fault;
  const auto place = std::min(*finder.place, text.size());
  const auto* begin = text.data();
  const auto line = std::count(begin, begin + place, '\n') + 1;
  return fault + ", at byte " + std::to_string(place) + " (line "
         + std::to_string(line) + ")";
}

} // namespace bellwether::providers
