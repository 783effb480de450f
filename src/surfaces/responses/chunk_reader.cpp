#include "surfaces/responses/chunk_reader.hpp"

#include "providers/openai/usage.hpp"
#include "surfaces/responses/usage.hpp"

namespace bellwether::surfaces {

using providers::member_of;
using providers::text_member;

std::optional<dom::element> first_choice(const dom::element& root) {
  dom::array choices;
  const auto member = member_of(root, "choices");
  if (!member || member->get_array().get(choices) != simdjson::SUCCESS)
    return std::nullopt;
  for (const auto choice : choices) {
    const auto index = member_of(choice, "index");
    if (!index || providers::integer_of(*index).value_or(0) == 0)
      return choice;
  }
  return std::nullopt;
}

std::string_view reasoning_of(const dom::element& message) {
  const auto text = text_member(message, "reasoning_content");
  // The name that some compatible servers have for it.
  return text.empty() ? text_member(message, "reasoning") : text;
}

std::string elements_of(const dom::element& object, std::string_view name) {
  dom::array array;
  const auto member = member_of(object, name);
  if (!member || member->get_array().get(array) != simdjson::SUCCESS)
    return {};
  const auto text = simdjson::minify(*member);
  return text.substr(1, text.size() - 2);
}

void join_elements(std::string& to, std::string_view more) {
  if (!to.empty() && !more.empty())
    to += ',';
  to += more;
}

std::string raw_member(const dom::element& object, std::string_view name) {
  const auto member = member_of(object, name);
  return member ? simdjson::minify(*member) : std::string{};
}

std::string usage_of(const dom::element& root) {
  const auto member = member_of(root, "usage");
  const auto used = member ? providers::read_usage(*member) : std::nullopt;
  return used ? write_usage(*used, false) : "null";
}

std::string_view incomplete_reason(std::string_view finish_reason) {
  if (finish_reason == "length")
    return "max_output_tokens";
  return finish_reason == "content_filter" ? finish_reason : std::string_view{};
}

} // namespace bellwether::surfaces
