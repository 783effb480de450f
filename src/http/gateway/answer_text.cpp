#include "http/gateway/answer_text.hpp"

#include "providers/json_dom.hpp"

namespace bellwether::http {

namespace dom = providers::dom;

namespace {

std::int64_t message_text(const dom::element& message) {
  std::int64_t bytes = 0;
  for (const auto [key, value] : dom::object(message))
    if (key != "role" && key != "name")
      bytes += providers::text_size(value);
  return bytes;
}

} // namespace

std::int64_t answer_text(std::string_view body) {
  dom::element root;
  dom::array choices;
  if (providers::parse_json(body).get(root) != simdjson::SUCCESS
      || root["choices"].get_array().get(choices) != simdjson::SUCCESS)
    return 0;
  std::int64_t bytes = 0;
  for (const auto choice : choices) {
    const auto message = providers::member_of(choice, "message");
    if (message && message->is_object())
      bytes += message_text(*message);
  }
  return bytes;
}

std::int64_t measured_text(const providers::answer& of) {
  constexpr unsigned one_in = 8;
  thread_local unsigned answers = 0;
  const bool sampled = answers++ % one_in == 0;
  return sampled || !of.usage ? answer_text(of.body) : 0;
}

} // namespace bellwether::http
