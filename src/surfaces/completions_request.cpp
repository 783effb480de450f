#include "surfaces/completions_request.hpp"

#include "providers/chat_messages.hpp"
#include "surfaces/openai_request.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace bellwether::surfaces {

namespace {

using json = nlohmann::ordered_json;

constexpr int default_max_tokens = 16;

struct refused_member {
  const char* name;
  std::string_view remedy;
};

constexpr std::string_view use_chat =
    "It belongs to chat completions: send it to /v1/chat/completions.";

constexpr std::array refused_members{
    refused_member{"suffix",
                   "Chat models cannot fill gaps: describe the gap "
                   "in 'prompt'."},
    refused_member{"logprobs",
                   "Leave it out, or ask /v1/chat/completions for "
                   "'logprobs'."},
    refused_member{"messages", use_chat},
    refused_member{"tools", use_chat},
    refused_member{"tool_choice", use_chat},
    refused_member{"functions", use_chat},
    refused_member{"function_call", use_chat},
};

problem refuse_members(json& request) {
  for (const auto& field : refused_members) {
    if (member(request, field.name) != nullptr)
      return unsupported(field.name, field.remedy);
  }
  return std::nullopt;
}

// Best of many would need the log probabilities of all of them.
problem check_best_of(json& request) {
  const auto* best_of = member(request, "best_of");
  if (best_of == nullptr)
    return std::nullopt;
  if (!best_of->is_number_integer())
    return providers::wrong_type("best_of", "a whole number");
  if (*best_of > 1)
    return unsupported_value("best_of", to_text(*best_of),
                             "Leave it out and choose among 'n' yourself.");
  return std::nullopt;
}

problem read_prompt(json& request, std::string& out) {
  auto* prompt = member(request, "prompt");
  if (prompt == nullptr)
    return providers::missing("prompt", "the text to complete");
  if (prompt->is_array() && prompt->size() == 1)
    prompt = &prompt->front();
  else if (prompt->is_array() && !prompt->empty()
           && prompt->front().is_string())
    return unsupported_value("prompt", "an array of several prompts",
                             "Send a request for each prompt.");
  if (prompt->is_array() || prompt->is_number())
    return unsupported_value("prompt", "an array of tokens",
                             "Send the prompt as a string.");
  if (!prompt->is_string())
    return providers::wrong_type("prompt", "a string");
  out = std::move(prompt->get_ref<std::string&>());
  return std::nullopt;
}

problem read_echo(json& request, const std::string& prompt, std::string& out) {
  const auto* echo = member(request, "echo");
  if (echo == nullptr)
    return std::nullopt;
  if (!echo->is_boolean())
    return providers::wrong_type("echo", "true or false");
  if (*echo == true)
    out = prompt;
  return std::nullopt;
}

bool is_read(std::string_view name) {
  constexpr std::array<std::string_view, 4> names{"model", "prompt", "echo",
                                                  "best_of"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

json make_chat(json& request, std::string prompt) {
  auto chat = json::object();
  if (auto* model = member(request, "model"))
    chat["model"] = *model;
  auto message = json::object();
  message["role"] = "user";
  message["content"] = std::move(prompt);
  chat["messages"] = json::array({std::move(message)});
  for (auto& [name, value] : request.items()) {
    if (!is_read(name))
      chat[name] = std::move(value);
  }
  if (!chat.contains("max_tokens") && !chat.contains("max_completion_tokens"))
    chat["max_tokens"] = default_max_tokens;
  return chat;
}

} // namespace

std::variant<completion_request, providers::request_problem>
read_completion_request(std::string_view body) {
  auto parsed = parse_request(body);
  if (auto* fault = std::get_if<providers::request_problem>(&parsed))
    return std::move(*fault);
  auto& request = std::get<json>(parsed);
  completion_request out;
  std::string prompt;
  if (auto fault = refuse_members(request))
    return *std::move(fault);
  if (auto fault = check_best_of(request))
    return *std::move(fault);
  if (auto fault = read_prompt(request, prompt))
    return *std::move(fault);
  if (auto fault = read_echo(request, prompt, out.echo))
    return *std::move(fault);
  if (const auto* model = member(request, "model");
      model != nullptr && model->is_string())
    out.model = *model;
  out.chat = to_text(make_chat(request, std::move(prompt)));
  return out;
}

} // namespace bellwether::surfaces
