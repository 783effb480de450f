#include "simulator/openai/messages.hpp"

#include "simulator/openai/history.hpp"
#include "simulator/openai/parts.hpp"

#include <algorithm>
#include <array>

namespace bellwether::simulator {

namespace dom = simdjson::dom;

namespace {

refusal check_role(std::optional<std::string_view> role,
                   const std::string& param, const house_rules& rules) {
  constexpr std::array<std::string_view, 6> roles{
      "system", "developer", "user", "assistant", "tool", "function"};
  if (!role) {
    return missing(param + ".role");
  }
  if (std::ranges::find(roles, *role) == roles.end()) {
    return refuse("Invalid value for '" + param + ".role'.", param + ".role",
                  "invalid_value");
  }
  if (*role == "developer" && !rules.developer) {
    return openai_error(
        422,
        "Failed to deserialize the JSON body into the target type: " + param +
            ".role: unknown variant `developer`, expected one of `system`, "
            "`user`, `assistant`, `tool`",
        "invalid_request_error", {}, "invalid_request_error");
  }
  return std::nullopt;
}

refusal read_message(dom::element element, const house_rules& rules,
                     call_history& calls, message_place& place, dialogue& d) {
  const auto message = object_of(element);
  if (!message) {
    return wrong_type(place.param, "an object");
  }
  const auto role = text_member(*message, "role");
  if (auto no = check_role(role, place.param, rules)) {
    return no;
  }
  place.role = *role;
  if (auto no = calls.next(*message, *role, place.param)) {
    return no;
  }
  const auto content = member(*message, "content");
  if (!content) {
    return *role == "assistant" || *role == "function"
               ? std::nullopt
               : wrong_type(place.param + ".content", "a string or an array");
  }
  return read_content(*content, place, rules, d);
}

} // namespace

refusal read_messages(dom::object root, const house_rules& rules,
                      std::uint64_t seed, dialogue& d) {
  const auto value = member(root, "messages");
  if (!value) {
    return missing("messages");
  }
  const auto messages = array_of(*value);
  if (!messages) {
    return wrong_type("messages", "an array of objects");
  }
  call_history calls{rules, seed};
  message_place place;
  for (const auto message : *messages) {
    place.param = indexed("messages", place.number);
    if (auto no = read_message(message, rules, calls, place, d)) {
      return no;
    }
    ++place.number;
  }
  return place.number == 0 ? refuse("Invalid 'messages': empty array.",
                                    "messages", "empty_array")
                           : calls.end();
}

} // namespace bellwether::simulator
