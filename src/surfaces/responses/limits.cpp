#include "surfaces/responses/limits.hpp"

#include "providers/chat_messages.hpp"

#include <nlohmann/json.hpp>

#include <array>

namespace bellwether::surfaces {

namespace {

using json = nlohmann::ordered_json;

struct refused_member {
  const char* name;
  std::string_view remedy;
};

constexpr std::array refused_members{
    refused_member{
        "previous_response_id",
        "Responses are not kept here: send the whole conversation in 'input'."},
    refused_member{"conversation",
                   "Conversations are not kept here: send the whole "
                   "conversation in 'input'."},
    refused_member{"prompt",
                   "Prompts are not kept here: send their text in "
                   "'instructions' and 'input'."},
    refused_member{"context_management",
                   "Shorten the conversation in 'input' yourself."},
    refused_member{"messages", "In the Responses API it is 'input'."},
    refused_member{"max_tokens",
                   "In the Responses API it is 'max_output_tokens'."},
    refused_member{"max_completion_tokens",
                   "In the Responses API it is 'max_output_tokens'."},
    refused_member{"response_format",
                   "In the Responses API it is 'text.format'."},
    refused_member{"verbosity", "In the Responses API it is 'text.verbosity'."},
    refused_member{"reasoning_effort",
                   "In the Responses API it is 'reasoning.effort'."},
    refused_member{"n",
                   "A response holds one answer: send a request for each."},
    refused_member{"logprobs",
                   "In the Responses API it is "
                   "\"message.output_text.logprobs\" in 'include'."},
    refused_member{"functions", "In the Responses API it is 'tools'."},
    refused_member{"function_call",
                   "In the Responses API it is 'tool_choice'."},
};

// Refused if they are true.
constexpr std::array refused_flags{
    refused_member{"store",
                   "Responses are not kept here: send false or leave it "
                   "out, and send the whole conversation in 'input'."},
    refused_member{"background",
                   "Responses are not kept here: leave it out, and "
                   "send \"stream\": true if answers take long."},
};

enum class shape { text, number, flag, object, list };

struct typed_member {
  const char* name;
  shape wanted;
};

constexpr std::array typed_members{
    typed_member{"instructions", shape::text},
    typed_member{"temperature", shape::number},
    typed_member{"top_p", shape::number},
    typed_member{"parallel_tool_calls", shape::flag},
    typed_member{"stream", shape::flag},
    typed_member{"stream_options", shape::object},
    typed_member{"store", shape::flag},
    typed_member{"background", shape::flag},
    typed_member{"metadata", shape::object},
    typed_member{"text", shape::object},
    typed_member{"reasoning", shape::object},
    typed_member{"include", shape::list},
    typed_member{"truncation", shape::text},
    typed_member{"user", shape::text},
    typed_member{"safety_identifier", shape::text},
    typed_member{"prompt_cache_key", shape::text},
    typed_member{"service_tier", shape::text},
};

problem check_type(const typed_member& field, const json& value) {
  switch (field.wanted) {
    case shape::text:
      if (!value.is_string())
        return providers::wrong_type(field.name, "a string");
      break;
    case shape::number:
      if (!value.is_number())
        return providers::wrong_type(field.name, "a number");
      break;
    case shape::flag:
      if (!value.is_boolean())
        return providers::wrong_type(field.name, "true or false");
      break;
    case shape::object:
      if (!value.is_object())
        return providers::wrong_type(field.name, "an object");
      break;
    case shape::list:
      if (!value.is_array())
        return providers::wrong_type(field.name, "an array of strings");
      break;
  }
  return std::nullopt;
}

problem check_include(json& include) {
  std::size_t index = 0;
  for (const auto& wish : include) {
    const auto path = "include[" + std::to_string(index++) + "]";
    if (!wish.is_string())
      return providers::wrong_type(path, "a string");
    if (wish != "reasoning.encrypted_content"
        && wish != "message.output_text.logprobs")
      return unsupported_value(path, to_text(wish),
                               "Known are reasoning.encrypted_content and "
                               "message.output_text.logprobs.");
  }
  return std::nullopt;
}

} // namespace

problem check_members(json& request) {
  for (const auto& field : refused_members) {
    if (member(request, field.name) != nullptr)
      return unsupported(field.name, field.remedy);
  }
  for (const auto& field : typed_members) {
    const auto* value = member(request, field.name);
    if (value == nullptr)
      continue;
    if (auto fault = check_type(field, *value))
      return fault;
  }
  for (const auto& field : refused_flags) {
    const auto* value = member(request, field.name);
    if (value != nullptr && *value == true)
      return unsupported_value(field.name, "true", field.remedy);
  }
  const auto* truncation = member(request, "truncation");
  if (truncation != nullptr && *truncation != "disabled")
    return unsupported_value("truncation", to_text(*truncation),
                             "Send \"disabled\" or leave it out, and shorten "
                             "the conversation in 'input' yourself.");
  auto* include = member(request, "include");
  return include == nullptr ? std::nullopt : check_include(*include);
}

} // namespace bellwether::surfaces
