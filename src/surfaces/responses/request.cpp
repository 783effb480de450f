#include "surfaces/responses/request.hpp"

#include "providers/chat_messages.hpp"
#include "surfaces/openai_request.hpp"
#include "surfaces/responses/echo.hpp"
#include "surfaces/responses/input.hpp"
#include "surfaces/responses/limits.hpp"
#include "surfaces/responses/tools.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace bellwether::surfaces {

namespace {

using json = nlohmann::ordered_json;

// What is asked with other members, or only has a meaning where responses are
// kept.
problem leave_out(json&, json&) {
  return std::nullopt;
}

problem read_limit(json& value, json& chat) {
  if (!value.is_number_integer() || value < 1)
    return providers::wrong_type("max_output_tokens",
                                 "a whole number of at least 1");
  chat["max_completion_tokens"] = std::move(value);
  return std::nullopt;
}

problem read_schema(json& format, json& chat) {
  std::string name;
  if (auto fault = need_text(format, "text.format", "name",
                             "a name beside 'type', without a 'json_schema' "
                             "around it",
                             name))
    return fault;
  auto* schema = member(format, "schema");
  if (schema == nullptr)
    return providers::missing("text.format.schema", "the JSON schema");
  if (!schema->is_object())
    return providers::wrong_type("text.format.schema", "a JSON schema object");
  auto& out = chat["response_format"] = json::object();
  out["type"] = "json_schema";
  auto& nested = out["json_schema"] = json::object();
  nested["name"] = std::move(name);
  for (const auto* key : {"description", "schema", "strict"}) {
    if (auto* value = member(format, key))
      nested[key] = std::move(*value);
  }
  return std::nullopt;
}

problem read_format(json& format, json& chat) {
  if (!format.is_object())
    return providers::wrong_type("text.format", "an object with a 'type'");
  std::string type;
  if (auto fault = need_text(format, "text.format", "type",
                             "text, json_schema or json_object", type))
    return fault;
  if (type == "json_schema")
    return read_schema(format, chat);
  if (type == "json_object")
    chat["response_format"]["type"] = type;
  else if (type != "text")
    return unsupported_value("text.format.type", "\"" + type + "\"",
                             "Send text, json_schema or json_object.");
  return std::nullopt;
}

problem read_text_settings(json& text, json& chat) {
  std::string verbosity;
  if (auto fault = take_text(text, "text", "verbosity", verbosity))
    return fault;
  if (!verbosity.empty())
    chat["verbosity"] = std::move(verbosity);
  auto* format = member(text, "format");
  return format == nullptr ? std::nullopt : read_format(*format, chat);
}

problem read_reasoning(json& reasoning, json& chat) {
  std::string effort;
  if (auto fault = take_text(reasoning, "reasoning", "effort", effort))
    return fault;
  if (!effort.empty())
    chat["reasoning_effort"] = std::move(effort);
  return std::nullopt;
}

problem read_top_logprobs(json& count, json& chat) {
  if (!count.is_number_integer())
    return providers::wrong_type("top_logprobs", "a whole number");
  if (count > 0) {
    chat["logprobs"] = true;
    chat["top_logprobs"] = std::move(count);
  }
  return std::nullopt;
}

problem read_include(json& include, json& chat) {
  for (const auto& wish : include) {
    if (wish == "message.output_text.logprobs")
      chat["logprobs"] = true;
  }
  return std::nullopt;
}

struct translation {
  std::string_view name;
  problem (*read)(json& value, json& chat);
};

constexpr std::array translations{
    translation{"input", leave_out},
    translation{"instructions", leave_out},
    translation{"background", leave_out},
    translation{"truncation", leave_out},
    translation{"max_tool_calls", leave_out},
    // It labels what is stored, and OpenAI refuses it beside what is not.
    translation{"metadata", leave_out},
    translation{"stream_options", leave_out},
    translation{"max_output_tokens", read_limit},
    translation{"tools", read_tools},
    translation{"tool_choice", read_tool_choice},
    translation{"text", read_text_settings},
    translation{"reasoning", read_reasoning},
    translation{"top_logprobs", read_top_logprobs},
    translation{"include", read_include},
};

problem translate(const std::string& name, json& value, json& chat) {
  const auto* const found =
      std::find_if(translations.begin(), translations.end(),
                   [&](const auto& entry) { return entry.name == name; });
  if (found != translations.end())
    return found->read(value, chat);
  chat[name] = std::move(value);
  return std::nullopt;
}

// Chat completions take these only beside tools.
void mend_tool_settings(json& chat) {
  if (chat.contains("tools"))
    return;
  chat.erase("parallel_tool_calls");
  const auto choice = chat.find("tool_choice");
  if (choice != chat.end() && (*choice == "auto" || *choice == "none"))
    chat.erase(choice);
}

// A response always says what it used, also a streamed one.
void ask_for_usage(json& request, json& chat) {
  const auto stream = chat.find("stream");
  if (stream == chat.end() || *stream != true)
    return;
  auto& options = chat["stream_options"] = json::object();
  if (auto* own = member(request, "stream_options"))
    options = std::move(*own);
  options["include_usage"] = true;
}

problem read_messages(json& request, json& messages) {
  messages = json::array();
  if (auto* instructions = member(request, "instructions")) {
    auto& message = messages.emplace_back(json::object());
    message["role"] = "system";
    message["content"] = *instructions;
  }
  auto* input = member(request, "input");
  if (input == nullptr)
    return providers::missing("input", "a string or an array of items");
  return read_input(*input, messages);
}

problem read_chat(json& request, json& chat) {
  chat = json::object();
  if (auto* model = member(request, "model"))
    chat["model"] = *model;
  if (auto fault = read_messages(request, chat["messages"]))
    return fault;
  for (auto& [name, value] : request.items()) {
    if (auto fault = translate(name, value, chat))
      return fault;
  }
  mend_tool_settings(chat);
  ask_for_usage(request, chat);
  return std::nullopt;
}

bool wants_sealed(json& request) {
  const auto* include = member(request, "include");
  return include != nullptr
         && std::find(include->begin(), include->end(),
                      "reasoning.encrypted_content")
                != include->end();
}

} // namespace

std::variant<response_request, providers::request_problem>
read_response_request(std::string_view body, const call_identity& who) {
  auto parsed = parse_request(body);
  if (auto* fault = std::get_if<providers::request_problem>(&parsed))
    return std::move(*fault);
  auto& request = std::get<json>(parsed);
  if (auto fault = check_members(request))
    return *std::move(fault);
  response_request out;
  out.frame = make_frame(request, who);
  out.sealed = wants_sealed(request);
  if (const auto* metadata = member(request, "metadata"))
    out.metadata = to_text(*metadata);
  json chat;
  if (auto fault = read_chat(request, chat))
    return *std::move(fault);
  out.chat = to_text(chat);
  return out;
}

} // namespace bellwether::surfaces
