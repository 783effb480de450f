#include "providers/openai/strict_answer.hpp"

#include "providers/openai/json_pieces.hpp"
#include "providers/openai/strict_message.hpp"
#include "providers/openai/tool_calls.hpp"

#include <charconv>
#include <cstdint>
#include <utility>

namespace bellwether::providers {

namespace {

std::string strict_message(std::string_view message,
                           const object_members& members, const mending& by) {
  json_edits edits;
  mend_members(members, edits);
  edits.set("role", R"("assistant")");
  edits.set("content", strict_content(members["content"]));
  const auto refusal = members["refusal"];
  edits.set("refusal", std::string(is_string(refusal) ? refusal : "null"));
  const auto calls = members["tool_calls"];
  if (is_array(calls))
    edits.set("tool_calls", strict_calls(calls, by.context.request_id));
  return edits.apply(message);
}

std::string strict_choice(std::string_view choice, std::size_t place,
                          const mending& by) {
  const object_members members(choice);
  auto message = members["message"];
  if (!is_object(message))
    message = "{}";
  const object_members said(message);
  const bool has_calls = is_filled(said["tool_calls"]);
  const auto reason = inside_quotes(members["finish_reason"]);
  json_edits edits;
  if (!whole_number(members["index"]))
    edits.set("index", std::to_string(place));
  edits.set("message", strict_message(message, said, by));
  if (members["logprobs"].empty())
    edits.set("logprobs", "null");
  edits.set("finish_reason",
            json_quote(strict_finish_reason(reason, has_calls, by.stop)));
  return edits.apply(choice);
}

// Copies a text with additions before the ends of some of its objects.
class additions {
public:
  explicit additions(std::string_view text) : text_(text) {
    out_.reserve(text.size() + 64);
  }

  /// Objects come in the order of their ends and hold a member already.
  void add(std::string_view object, std::string_view member) {
    const auto end = static_cast<std::size_t>(object.data() - text_.data())
                     + object.size() - 1;
    out_ += text_.substr(copied_, end - copied_);
    out_ += member;
    copied_ = end;
  }

  std::string finish() && {
    out_ += text_.substr(copied_);
    return std::move(out_);
  }

private:
  std::string_view text_;
  std::string out_;
  std::size_t copied_ = 0;
};

} // namespace

std::string with_nulls(std::string_view body) {
  additions out(body);
  element_scanner choices(value_of(body, "choices"));
  std::string_view choice;
  while (choices.next(choice)) {
    const auto message = value_of(choice, "message");
    if (!find_member(message, "refusal"))
      out.add(message, R"(,"refusal":null)");
    if (!find_member(choice, "logprobs"))
      out.add(choice, R"(,"logprobs":null)");
  }
  return std::move(out).finish();
}

std::string strict_answer(std::string_view body,
                          const std::optional<domain::usage>& counted,
                          const mending& by) {
  const object_members members(body);
  json_edits edits;
  if (inside_quotes(members["id"]).empty())
    edits.set("id", json_quote(by.completion_id()));
  edits.set("object", R"("chat.completion")");
  if (!whole_number(members["created"]))
    edits.set("created", std::to_string(by.context.created));
  if (inside_quotes(members["model"]).empty())
    edits.set("model", json_quote(by.context.model));
  std::size_t place = 0;
  edits.set("choices", map_elements(members["choices"], [&](auto choice) {
              return is_object(choice) ? strict_choice(choice, place++, by)
                                       : std::string{};
            }));
  if (counted)
    edits.set("usage", strict_usage(members["usage"], *counted));
  else
    edits.drop("usage");
  if (!is_string(members["system_fingerprint"]))
    edits.drop("system_fingerprint");
  return edits.apply(body);
}

} // namespace bellwether::providers
