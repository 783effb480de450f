#include "simulator/openai/history.hpp"

#include "simulator/signature.hpp"

#include <algorithm>
#include <array>

namespace bellwether::simulator {

namespace dom = simdjson::dom;

namespace {

std::optional<std::string_view> text_at(dom::object object,
                                        std::string_view pointer) {
  dom::element value;
  if (object.at_pointer(pointer).get(value) != simdjson::SUCCESS) {
    return std::nullopt;
  }
  return text_of(value);
}

refusal check_strange_members(dom::object object, const std::string& param) {
  constexpr std::array<std::string_view, 4> strange{
      "reasoning_content", "thinking_blocks", "extra_content", "cache_control"};
  for (const auto name : strange) {
    if (object[name].error() == simdjson::SUCCESS) {
      return unknown_parameter(param + "." + std::string{name});
    }
  }
  return std::nullopt;
}

} // namespace

refusal call_history::next(dom::object message, std::string_view role,
                           const std::string& param) {
  if (rules_.strict_members) {
    if (auto no = check_strange_members(message, param)) {
      return no;
    }
  }
  const auto value = member(message, "tool_calls");
  const auto calls =
      value && role == "assistant" ? array_of(*value) : std::nullopt;
  if (auto no = check_reasoning(message, calls && calls->size() > 0, param)) {
    return no;
  }
  if (!rules_.pairs_tools) {
    return std::nullopt;
  }
  if (role == "tool") {
    return answer(message, param);
  }
  if (auto no = end()) {
    return no;
  }
  return calls ? open(*calls, param + ".tool_calls") : std::nullopt;
}

refusal call_history::end() const {
  if (open_.empty()) {
    return std::nullopt;
  }
  std::string ids;
  for (const auto id : open_) {
    ids.append(ids.empty() ? "" : ", ").append(id);
  }
  return refuse(
      "An assistant message with 'tool_calls' must be followed by tool "
      "messages responding to each 'tool_call_id'. The following tool_call_ids "
      "did not have response messages: "
          + ids,
      "messages", {});
}

refusal call_history::open(dom::array calls, const std::string& param) {
  std::size_t i = 0;
  for (const auto element : calls) {
    const auto place = indexed(param, i);
    const auto call = object_of(element);
    if (!call) {
      return wrong_type(place, "an object");
    }
    if (auto no = check_call(*call, place)) {
      return no;
    }
    // Of several calls at once only the first carries the signature.
    const auto signature =
        text_at(*call, "/extra_content/google/thought_signature").value_or("");
    if (rules_.wants_signatures && i == 0
        && signature != "skip_thought_signature_validator"
        && !is_opaque_signature(seed_, signature)) {
      return refuse("Function call is missing a thought_signature in " + place,
                    place, {});
    }
    open_.push_back(*text_member(*call, "id"));
    ++i;
  }
  return std::nullopt;
}

refusal call_history::check_call(dom::object call,
                                 const std::string& param) const {
  const auto id = text_member(call, "id");
  if (!id) {
    return missing(param + ".id");
  }
  if (rules_.strict_members && id->size() > 40) {
    return refuse("Invalid '" + param + ".id': string too long.", param + ".id",
                  "string_above_max_length");
  }
  if (text_member(call, "type") != "function") {
    return missing(param + ".type");
  }
  if (!text_at(call, "/function/name")) {
    return missing(param + ".function.name");
  }
  if (!text_at(call, "/function/arguments")) {
    return wrong_type(param + ".function.arguments", "a string");
  }
  return rules_.strict_members ? check_strange_members(call, param)
                               : std::nullopt;
}

refusal call_history::check_reasoning(dom::object message, bool calls,
                                      const std::string& param) const {
  const bool there = member(message, "reasoning_content").has_value();
  if (there && rules_.refuses_reasoning) {
    return refuse("reasoning_content must not be sent back: " + param, param,
                  "invalid_request_error");
  }
  if (calls && !there && rules_.wants_reasoning) {
    return refuse(
        "Missing `reasoning_content` field in the assistant message: " + param,
        param, "invalid_request_error");
  }
  return std::nullopt;
}

refusal call_history::answer(dom::object message, const std::string& param) {
  const auto id = text_member(message, "tool_call_id");
  if (!id) {
    return missing(param + ".tool_call_id");
  }
  const auto at = std::ranges::find(open_, *id);
  if (at == open_.end()) {
    return refuse(
        "Invalid parameter: messages with role 'tool' must be a response to a "
        "preceeding message with 'tool_calls'.",
        param + ".role", {});
  }
  open_.erase(at);
  return std::nullopt;
}

} // namespace bellwether::simulator
