#include "integration/harness/native.hpp"

#include <catch2/catch.hpp>

namespace bellwether::integration {

namespace {

json model(const char* name, const char* provider, json capabilities) {
  return {{"name", name},
          {"provider", provider},
          {"context_window", 128000},
          {"max_output_tokens", 32000},
          {"price", {{"flat_usd_per_mtok", 1}}},
          {"capabilities", std::move(capabilities)}};
}

json models() {
  const json text{"tools"};
  const json seeing{"tools", "vision", "json_schema"};
  const json hearing{"tools", "vision", "json_schema", "audio"};
  auto out = json::array({model("gpt-4.1", "openai", seeing),
                          model("gpt-5", "openai", seeing),
                          model("claude-sonnet-4-5", "anthropic", seeing),
                          model("claude-opus-4-6", "anthropic", seeing),
                          model("gemini-2.5-flash", "google", hearing),
                          model("gemini-3-pro", "google", hearing),
                          model("deepseek-chat", "deepseek", text),
                          model("deepseek-reasoner", "deepseek", text)});
  for (const auto* provider : {"openai", "google"}) {
    out.push_back(model("vectors", provider, json::array()));
    out.back()["task"] = "embeddings";
  }
  return out;
}

std::string kind_of(const std::string& provider) {
  return provider == "google" ? "gemini" : provider;
}

std::string base_url(const simulator& sim, const std::string& provider) {
  const auto root = "http://127.0.0.1:" + std::to_string(sim.port(provider));
  return root + (provider == "google" ? "/v1beta" : "/v1");
}

/// Puts the pieces of a tool call together.
void add_call(json& calls, const json& piece) {
  const auto index = piece.at("index").get<std::size_t>();
  while (calls.size() <= index)
    calls.push_back({{"function", {{"arguments", ""}}}});
  auto& call = calls[index];
  for (const auto& [key, value] : piece.items())
    if (key != "function" && key != "index")
      call[key] = value;
  const auto function = piece.value("function", json::object());
  if (function.contains("name"))
    call["function"]["name"] = function["name"];
  auto& arguments = call["function"]["arguments"];
  arguments = arguments.get<std::string>() + function.value("arguments", "");
}

void add_delta(json& message, const json& delta) {
  for (const auto& [key, value] : delta.items()) {
    if (key == "tool_calls") {
      for (const auto& piece : value)
        add_call(message["tool_calls"], piece);
    } else if (value.is_array()) {
      for (const auto& each : value)
        message[key].push_back(each);
    } else if (auto& had = message[key]; had.is_null()) {
      had = value;
    } else if (value.is_string() && key != "role") {
      had = had.get<std::string>() + value.get<std::string>();
    }
  }
}

json put_together(const answer& got) {
  REQUIRE(got.done());
  json message = json::object();
  for (const auto& event : got.events()) {
    if (!event.value("usage", json()).is_null())
      message["usage"] = event["usage"];
    for (const auto& choice : event["choices"]) {
      add_delta(message, choice["delta"]);
      if (!choice["finish_reason"].is_null())
        message["finish_reason"] = choice["finish_reason"];
    }
  }
  return message;
}

} // namespace

const std::vector<std::string>& one_model_each() {
  static const std::vector<std::string> models{
      "gpt-4.1", "claude-sonnet-4-5", "gemini-2.5-flash", "deepseek-chat"};
  return models;
}

json native_configuration(const simulator& sim, const json& changes) {
  auto out = configuration_for(sim);
  out["models"] = models();
  out["routes"] = {
      {"auto", {{"strategy", "listed"}, {"candidates", one_model_each()}}}};
  for (const auto& name : simulator::providers())
    out["providers"][name].update(
        {{"kind", kind_of(name)}, {"base_url", base_url(sim, name)}});
  out.merge_patch(changes);
  return out;
}

json message_of(const answer& got) {
  INFO(got.body);
  REQUIRE(got.status == 200);
  if (got.header("content-type").starts_with("text/event-stream"))
    return put_together(got);
  const auto body = got.json();
  auto message = body["choices"][0]["message"];
  message["finish_reason"] = body["choices"][0]["finish_reason"];
  message["usage"] = body["usage"];
  return message;
}

answer ask(const stage& at, const json& body, bool stream) {
  auto asked = body;
  if (stream) {
    asked["stream"] = true;
    asked["stream_options"] = {{"include_usage", true}};
  }
  return at.post("/v1/chat/completions", asked);
}

} // namespace bellwether::integration
