#include "providers/openai/answer.hpp"

#include "providers/answer_body.hpp"
#include "providers/codec.hpp"
#include "providers/error_body.hpp"
#include "providers/error_class.hpp"
#include "providers/json_dom.hpp"
#include "providers/json_members.hpp"
#include "providers/openai/shape.hpp"
#include "providers/openai/usage.hpp"

#include <algorithm>
#include <string>

namespace bellwether::providers {

namespace {

using domain::failure;
using result = std::variant<completion_facts, failure>;

result read_choices(const dom::element& choices, int status) {
  dom::array array;
  if (choices.get_array().get(array) != simdjson::SUCCESS
      || array.begin() == array.end())
    return not_an_answer("The answer holds no choices.", status);
  bool first = true;
  for (const auto choice : array) {
    const auto message = member_of(choice, "message");
    if (first && (!message || !message->is_object()))
      return not_an_answer("The answer's first choice holds no message.",
                           status);
    if (text_member(choice, "finish_reason") == "insufficient_system_resource")
      return gave_up(status);
    first = false;
  }
  return completion_facts{};
}

// Of repeated ones the last, as it is when the text is mended.
std::optional<dom::element> choices_of(const dom::element& root) {
  std::optional<dom::element> out;
  dom::object object;
  if (root.get_object().get(object) != simdjson::SUCCESS)
    return out;
  for (const auto [key, value] : object) {
    if (key == "choices")
      out = value;
  }
  return out;
}

// The head that all chunks of a stream share, as the start of an object.
std::string chunk_head(std::string_view body) {
  std::string head = R"({"id":)";
  head += find_member(body, "id").value_or("\"\"");
  head += R"(,"object":"chat.completion.chunk","created":)";
  head += find_member(body, "created").value_or("0");
  head += R"(,"model":)";
  head += find_member(body, "model").value_or("\"\"");
  return head;
}

std::string chunk(const std::string& head, std::string_view index,
                  std::string_view delta, std::string_view finish) {
  std::string out = head;
  out += R"(,"choices":[{"index":)";
  out += index;
  out += R"(,"delta":)";
  out += delta;
  out += R"(,"finish_reason":)";
  out += finish;
  out += "}]}";
  return out;
}

// Pieces of a tool call are put together by their index.
std::string numbered_calls(std::string_view calls) {
  std::string out = "[";
  element_scanner scanner(calls);
  int index = 0;
  std::string_view call;
  while (scanner.next(call)) {
    if (index > 0)
      out += ',';
    const auto number = std::to_string(index++);
    out += splice(call, {{member_edit::kind::set, "index", number}});
  }
  out += ']';
  return out;
}

std::string delta_of(std::string_view message) {
  using kind = member_edit::kind;
  const auto calls = find_member(message, "tool_calls").value_or("null");
  const auto numbered =
      calls.starts_with('[') ? numbered_calls(calls) : std::string(calls);
  return splice(message, {{kind::drop, "role", {}},
                          {kind::replace, "tool_calls", numbered}});
}

void append_choice(const std::string& head, std::string_view choice, int place,
                   std::vector<stream_event>& out) {
  using kind = stream_event::kind;
  const auto number = std::to_string(place);
  const auto index = find_member(choice, "index").value_or(number);
  const auto message = find_member(choice, "message").value_or("{}");
  if (!message.starts_with('{'))
    return;
  const auto finish = find_member(choice, "finish_reason").value_or("null");
  constexpr auto role = R"({"role":"assistant","content":""})";
  out.push_back({kind::role, chunk(head, index, role, "null")});
  const auto delta = delta_of(message);
  out.push_back({kind::content, chunk(head, index, delta, "null"),
                 static_cast<std::int64_t>(delta.size())});
  out.push_back({kind::finish, chunk(head, index, "{}", finish)});
}

} // namespace

failure gave_up(int status) {
  return {.what = domain::failure_class::overloaded,
          .status = status,
          .code = "insufficient_system_resource",
          .detail = "The provider gave up for want of resources."};
}

result read_completion(std::string_view body, int status,
                       stop_with_calls stop) {
  dom::element root;
  if (auto failed = parse_answer(body, status, root))
    return *std::move(failed);
  if (!member_of(root, "choices") || member_of(root, "error")) {
    if (const auto error = read_embedded_error(body))
      return classify_embedded(*error, status);
    // That look has taken the parser's document.
    root = parse_json(body).value_unsafe();
  }
  const auto choices = choices_of(root);
  if (!choices)
    return not_an_answer("The answer holds no choices.", status);
  auto out = read_choices(*choices, status);
  const auto usage = member_of(root, "usage");
  if (auto* facts = std::get_if<completion_facts>(&out)) {
    if (usage)
      facts->usage = read_usage(*usage);
    facts->shape = shape_of_answer(root, facts->usage, stop);
  }
  return out;
}

void append_completion_events(std::string_view answer,
                              std::vector<stream_event>& out) {
  // Answers may be indented; an event is one line.
  std::string body(answer);
  std::replace_if(
      body.begin(), body.end(), [](char c) { return c == '\n' || c == '\r'; },
      ' ');
  const auto head = chunk_head(body);
  const auto choices = find_member(body, "choices").value_or("[]");
  element_scanner scanner(choices);
  int place = 0;
  std::string_view choice;
  while (scanner.next(choice))
    append_choice(head, choice, place++, out);
  const auto usage = find_member(body, "usage").value_or("null");
  if (usage != "null")
    out.push_back({stream_event::kind::usage, head + R"(,"choices":[],"usage":)"
                                                  + std::string(usage) + "}"});
}

} // namespace bellwether::providers
