#include "http/gateway/prompt_form.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <utility>

namespace bellwether::http {

using nlohmann::json;
using providers::request_problem;

namespace {

constexpr double default_temperature = 0.7;
constexpr int default_max_tokens = 4000;

std::string dump(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// Takes a member out of the form; null counts as absent.
json take(json& form, const char* name) {
  auto found = form.find(name);
  if (found == form.end())
    return nullptr;
  json value = std::move(*found);
  form.erase(found);
  return value;
}

std::optional<request_problem> check(const json& form) {
  const auto wrong = [&](const char* name, const char* allowed) {
    return request_problem{std::string{"`"} + name + "` must be " + allowed,
                           name, "invalid_value"};
  };
  const auto has = [&](const char* name) {
    return form.contains(name) && !form[name].is_null();
  };
  if (!has("prompt") || !form["prompt"].is_string()
      || form["prompt"].get_ref<const std::string&>().empty())
    return wrong("prompt", "a text that is not empty");
  if (has("system_prompt") && !form["system_prompt"].is_string())
    return wrong("system_prompt", "a text");
  if (has("model") && !form["model"].is_string())
    return wrong("model", "the name of a model or route, or \"auto\"");
  if (has("temperature") && !form["temperature"].is_number())
    return wrong("temperature", "a number");
  if (has("max_response_tokens")
      && (!form["max_response_tokens"].is_number_integer()
          || form["max_response_tokens"] < 1))
    return wrong("max_response_tokens", "a whole number from 1");
  if (has("stream") && form["stream"] != false)
    return wrong("stream",
                 "false or absent: streams come from "
                 "POST /v1/chat/completions");
  if (has("messages"))
    return wrong("messages",
                 "absent: conversations go to "
                 "POST /v1/chat/completions");
  return std::nullopt;
}

} // namespace

std::variant<std::string, request_problem> chat_from_prompt(
    std::string_view body) {
  auto form = json::parse(body, nullptr, false);
  if (!form.is_object())
    return request_problem{
        "the body must be a JSON object such as "
        "{\"prompt\": \"Hello\"}",
        "", "invalid_json"};
  if (auto wrong = check(form))
    return *wrong;
  auto messages = json::array();
  auto prompt = take(form, "prompt");
  if (auto system = take(form, "system_prompt"); !system.is_null())
    messages.push_back({{"role", "system"}, {"content", std::move(system)}});
  messages.push_back({{"role", "user"}, {"content", std::move(prompt)}});
  auto model = take(form, "model");
  auto temperature = take(form, "temperature");
  auto max_tokens = take(form, "max_response_tokens");
  form["model"] = model.is_null() ? json("auto") : std::move(model);
  form["messages"] = std::move(messages);
  form["temperature"] = temperature.is_null() ? json(default_temperature)
                                              : std::move(temperature);
  form["max_tokens"] =
      max_tokens.is_null() ? json(default_max_tokens) : std::move(max_tokens);
  return dump(form);
}

std::string prompt_answer(std::string_view completion,
                          const call_summary& summary, const std::string& id,
                          std::chrono::steady_clock::time_point received) {
  const auto parsed = json::parse(completion, nullptr, false);
  const auto content =
      parsed.value("/choices/0/message/content"_json_pointer, json(nullptr));
  const std::chrono::duration<double, std::milli> latency =
      std::chrono::steady_clock::now() - received;
  return dump({
      {"content", content.is_string() ? content : json("")},
      {"model", summary.call.model},
      {"provider", summary.provider},
      {"latency_ms", std::round(latency.count() * 1000) / 1000},
      {"estimated_cost_usd",
       summary.call.cost ? json(summary.call.cost->usd()) : json(nullptr)},
      {"attempts", summary.attempts},
      {"request_id", id},
      {"success", true},
  });
}

reply refused_prompt(reply error) {
  error.body.insert(1, "\"success\":false,");
  return error;
}

} // namespace bellwether::http
