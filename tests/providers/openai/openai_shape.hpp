#pragma once

#include <nlohmann/json.hpp>

#include <set>
#include <string>

namespace bellwether::providers::test {

// OpenAI's published shapes, written down a second time: each says what is
// wrong with a value, "" if nothing is.

inline std::string wrong_finish(const nlohmann::json& reason) {
  static const std::set<std::string> known{"stop", "length", "tool_calls",
                                           "content_filter", "function_call"};
  if (reason.is_string() && known.count(reason.get<std::string>()) == 1)
    return {};
  return "finish_reason " + reason.dump();
}

inline std::string wrong_usage(const nlohmann::json& usage) {
  for (const auto* name :
       {"prompt_tokens", "completion_tokens", "total_tokens"}) {
    if (!usage.contains(name) || !usage[name].is_number_integer())
      return std::string("usage.") + name;
  }
  for (const auto* name :
       {"prompt_tokens_details", "completion_tokens_details"}) {
    if (!usage.contains(name))
      continue;
    if (!usage[name].is_object())
      return std::string("usage.") + name;
    for (const auto& count : usage[name]) {
      if (!count.is_number_integer())
        return std::string("usage.") + name + " " + count.dump();
    }
  }
  if (usage["total_tokens"].get<long>()
      != usage["prompt_tokens"].get<long>()
             + usage["completion_tokens"].get<long>())
    return "usage.total_tokens is no total";
  return {};
}

inline std::string wrong_head(const nlohmann::json& value,
                              const std::string& object) {
  for (const auto* name : {"id", "model"}) {
    if (!value.contains(name) || !value[name].is_string())
      return name;
  }
  if (!value.contains("created") || !value["created"].is_number_integer())
    return "created";
  if (value.value("object", "") != object)
    return "object";
  if (!value.contains("choices") || !value["choices"].is_array())
    return "choices";
  if (value.contains("system_fingerprint")
      && !value["system_fingerprint"].is_string())
    return "system_fingerprint";
  return value.contains("usage") ? wrong_usage(value["usage"]) : "";
}

inline bool is_text_or_null(const nlohmann::json& object,
                            const std::string& name) {
  return object.contains(name)
         && (object[name].is_string() || object[name].is_null());
}

inline std::string wrong_call(const nlohmann::json& call) {
  const auto id = call.value("id", "");
  if (id.empty() || id.size() > 40)
    return "call.id";
  if (call.value("type", "") != "function" || !call.contains("function"))
    return "call.type";
  const auto& function = call["function"];
  if (!function.contains("name") || !function["name"].is_string())
    return "call.function.name";
  if (!function.contains("arguments") || !function["arguments"].is_string())
    return "call.function.arguments";
  return {};
}

inline std::string wrong_message(const nlohmann::json& message) {
  if (message.value("role", "") != "assistant")
    return "message.role";
  if (!is_text_or_null(message, "content"))
    return "message.content";
  if (!is_text_or_null(message, "refusal"))
    return "message.refusal";
  if (message.contains("function_call") && message["function_call"].is_null())
    return "message.function_call";
  if (!message.contains("tool_calls"))
    return {};
  if (!message["tool_calls"].is_array())
    return "message.tool_calls";
  for (const auto& call : message["tool_calls"]) {
    if (auto wrong = wrong_call(call); !wrong.empty())
      return wrong;
  }
  return {};
}

/// What is wrong with a complete answer.
inline std::string wrong_answer(const nlohmann::json& answer) {
  auto wrong = wrong_head(answer, "chat.completion");
  if (!wrong.empty() || answer["choices"].empty())
    return wrong + " in the head";
  for (const auto& choice : answer["choices"]) {
    if (!choice.contains("index") || !choice["index"].is_number_integer())
      return "index";
    if (!choice.contains("logprobs"))
      return "logprobs";
    wrong = wrong_finish(choice.value("finish_reason", nlohmann::json()));
    if (wrong.empty())
      wrong = wrong_message(choice.value("message", nlohmann::json::object()));
    if (!wrong.empty())
      return wrong;
  }
  return {};
}

inline std::string wrong_delta(const nlohmann::json& delta) {
  if (!delta.is_object())
    return "delta";
  if (delta.contains("role") && delta["role"] != "assistant")
    return "delta.role";
  for (const auto* name : {"content", "refusal"}) {
    if (delta.contains(name) && !is_text_or_null(delta, name))
      return std::string("delta.") + name;
  }
  if (!delta.contains("tool_calls"))
    return {};
  if (!delta["tool_calls"].is_array())
    return "delta.tool_calls";
  for (const auto& call : delta["tool_calls"]) {
    if (!call.contains("index") || !call["index"].is_number_integer())
      return "delta.tool_calls.index";
    if (call.contains("id") && call.value("type", "") != "function")
      return "delta.tool_calls.type";
  }
  return {};
}

/// What is wrong with one chunk of a stream.
inline std::string wrong_chunk(const nlohmann::json& chunk) {
  auto wrong = wrong_head(chunk, "chat.completion.chunk");
  if (!wrong.empty())
    return wrong + " in the head";
  for (const auto& choice : chunk["choices"]) {
    if (!choice.contains("index") || !choice["index"].is_number_integer())
      return "index";
    if (!choice.contains("finish_reason"))
      return "finish_reason";
    if (!choice["finish_reason"].is_null())
      wrong = wrong_finish(choice["finish_reason"]);
    if (wrong.empty())
      wrong = wrong_delta(choice.value("delta", nlohmann::json()));
    if (!wrong.empty())
      return wrong;
  }
  return {};
}

} // namespace bellwether::providers::test
