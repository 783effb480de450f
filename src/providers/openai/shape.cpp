#include "providers/openai/shape.hpp"

#include "providers/openai/mending.hpp"
#include "providers/openai/required_members.hpp"

#include <algorithm>

namespace bellwether::providers {

namespace {

constexpr std::string_view answer_members[] = {"id", "object", "created",
                                               "model", "choices"};
constexpr std::string_view choice_members[] = {"index", "message",
                                               "finish_reason", "logprobs"};
constexpr std::string_view message_members[] = {"role", "content", "refusal"};

constexpr std::string_view usage_members[] = {
    "prompt_tokens", "completion_tokens", "total_tokens"};

bool is_count(const dom::element& object, std::string_view name,
              std::int64_t wanted) {
  const auto member = member_of(object, name);
  std::int64_t count = 0;
  return member && member->get_int64().get(count) == simdjson::SUCCESS
         && count == wanted;
}

// A breakdown is an object if it is there, and holds the count if there is one.
bool is_strict_breakdown(const dom::element& usage, std::string_view part,
                         std::string_view name, std::int64_t wanted) {
  dom::element breakdown;
  dom::object object;
  if (usage.at_key(part).get(breakdown) != simdjson::SUCCESS)
    return wanted == 0;
  if (breakdown.get_object().get(object) != simdjson::SUCCESS)
    return false;
  for (const auto [key, value] : object) {
    if (!value.is_int64())
      return false;
  }
  return wanted == 0 || is_count(breakdown, name, wanted);
}

bool is_strict_call(const dom::element& call) {
  const auto type = text_member(call, "type");
  if (!is_call_id(text_member(call, "id")) || type.empty())
    return false;
  if (type != "function")
    return type == "custom" && member_of(call, "custom");
  const auto function = member_of(call, "function");
  if (!function)
    return false;
  const auto name = member_of(*function, "name");
  const auto arguments = member_of(*function, "arguments");
  return name && name->is_string() && arguments && arguments->is_string();
}

bool are_strict_calls(const dom::element& calls, bool& any) {
  dom::array array;
  if (calls.get_array().get(array) != simdjson::SUCCESS)
    return false;
  for (const auto call : array) {
    any = true;
    if (!is_strict_call(call))
      return false;
  }
  return true;
}

// The last member is one that may be null.
answer_shape shape_by(const required_members& required) {
  if (required.all_once())
    return answer_shape::strict;
  return required.all_but_last() ? answer_shape::lacks_nulls
                                 : answer_shape::other;
}

answer_shape shape_of_message(const dom::element& message, bool& has_calls) {
  dom::object object;
  if (message.get_object().get(object) != simdjson::SUCCESS)
    return answer_shape::other;
  required_members required(message_members);
  for (const auto [key, value] : object) {
    if (!is_strict_member(key, value)
        || (key == "tool_calls" && !are_strict_calls(value, has_calls)))
      return answer_shape::other;
    required.tick(key);
  }
  return shape_by(required);
}

answer_shape shape_of_choice(const dom::element& choice, stop_with_calls stop) {
  dom::object object;
  if (choice.get_object().get(object) != simdjson::SUCCESS)
    return answer_shape::other;
  required_members required(choice_members);
  auto message = answer_shape::other;
  bool has_calls = false;
  std::string_view reason;
  for (const auto [key, value] : object) {
    required.tick(key);
    if (key == "finish_reason")
      reason = text_of(value);
    if (key == "message")
      message = shape_of_message(value, has_calls);
    if (key == "index" && !value.is_int64())
      return answer_shape::other;
  }
  if (!is_finish_reason(reason)
      || strict_finish_reason(reason, has_calls, stop) != reason)
    return answer_shape::other;
  return std::max(shape_by(required), message);
}

answer_shape shape_of_choices(const dom::element& choices,
                              stop_with_calls stop) {
  dom::array array;
  if (choices.get_array().get(array) != simdjson::SUCCESS)
    return answer_shape::other;
  auto worst = answer_shape::strict;
  for (const auto choice : array)
    worst = std::max(worst, shape_of_choice(choice, stop));
  return worst;
}

bool is_strict_head_member(std::string_view key, const dom::element& value) {
  if (key == "object")
    return text_of(value) == "chat.completion";
  if (key == "created")
    return value.is_int64();
  if (key == "choices")
    return true;
  return !text_of(value).empty();
}

} // namespace

bool is_strict_usage(const dom::element& usage, const domain::usage& counted) {
  dom::object object;
  if (usage.get_object().get(object) != simdjson::SUCCESS)
    return false;
  required_members required(usage_members);
  for (const auto member : object)
    required.tick(member.key);
  return required.all_once() && is_count(usage, "prompt_tokens", counted.prompt)
         && is_count(usage, "completion_tokens", counted.completion)
         && is_count(usage, "total_tokens", counted.total())
         && is_strict_breakdown(usage, "prompt_tokens_details", "cached_tokens",
                                counted.cached)
         && is_strict_breakdown(usage, "completion_tokens_details",
                                "reasoning_tokens", counted.reasoning);
}

bool is_strict_member(std::string_view key, const dom::element& value) {
  if (key == "content" || key == "refusal")
    return value.is_string() || value.is_null();
  if (key == "role")
    return text_of(value) == "assistant";
  // Others write reasoning_content like that.
  if (key == "reasoning")
    return !value.is_string();
  // Where there is none, OpenAI has no such member.
  if (key == "tool_calls")
    return value.is_array();
  return !value.is_null() || (key != "function_call" && key != "annotations");
}

answer_shape shape_of_answer(const dom::element& answer,
                             const std::optional<domain::usage>& counted,
                             stop_with_calls stop) {
  dom::object object;
  if (answer.get_object().get(object) != simdjson::SUCCESS)
    return answer_shape::other;
  required_members required(answer_members);
  auto choices = answer_shape::other;
  for (const auto [key, value] : object) {
    if (key == "usage" && !(counted && is_strict_usage(value, *counted)))
      return answer_shape::other;
    if (key == "system_fingerprint" && !value.is_string())
      return answer_shape::other;
    if (key == "choices")
      choices = shape_of_choices(value, stop);
    if (required.tick(key) && !is_strict_head_member(key, value))
      return answer_shape::other;
  }
  return required.all_once() ? choices : answer_shape::other;
}

} // namespace bellwether::providers
