#include "integration/harness/traps.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

namespace bellwether::integration {

namespace {

struct place {
  const char* model;
  const char* simulated_by;
  char format;
};

constexpr place places[]{
    {"gpt-4.1", "openai", 'o'},
    {"deepseek-chat", "deepseek", 'o'},
    {"local", "openai", 'o'},
    {"gemini-2.5-pro", "google", 'o'},
    {"gemini-3-pro-preview", "google", ' '},
    {"claude-sonnet-4-5", "anthropic", 'a'},
    {"gemini-2.5-flash", "google", 'g'},
};

json compatible_model(const char* name, const char* provider) {
  return {{"name", name},
          {"provider", provider},
          {"context_window", 128000},
          {"max_output_tokens", 32000},
          {"price", {{"flat_usd_per_mtok", 1}}},
          {"capabilities", {"tools", "vision", "json_schema"}}};
}

/// A model that refuses its reasoning back.
json old_reasoner() {
  auto out = compatible_model("r1", "deepseek");
  out["upstream_name"] = "deepseek-chat";
  out["replays_reasoning"] = false;
  out["capabilities"] = {"tools"};
  return out;
}

json compatible(json provider, const simulator& sim, const char* simulated,
                const char* path) {
  provider["kind"] = "openai_compatible";
  provider["base_url"] =
      "http://127.0.0.1:" + std::to_string(sim.port(simulated)) + path;
  return provider;
}

json tool(const char* name) {
  return {{"type", "function"},
          {"function",
           {{"name", name},
            {"parameters",
             {{"type", "object"},
              {"properties", {{"what", {{"type", "string"}}}}},
              {"required", {"what"}}}}}}};
}

void check_reason(const json& choice) {
  static const std::set<std::string> known{"stop", "length", "tool_calls",
                                           "content_filter", "function_call"};
  REQUIRE(choice.contains("finish_reason"));
  const auto& reason = choice["finish_reason"];
  CHECK((reason.is_null() || known.contains(reason.get<std::string>())));
}

void check_chunk(const json& chunk, const json& first) {
  CHECK(chunk["object"] == "chat.completion.chunk");
  CHECK(chunk["id"] == first["id"]);
  CHECK(chunk["created"] == first["created"]);
  CHECK(chunk["choices"].empty() == chunk.contains("usage"));
  for (const auto& choice : chunk["choices"]) {
    check_reason(choice);
    CHECK(choice["delta"].value("role", "assistant") == "assistant");
  }
}

} // namespace

json trap_configuration(const simulator& sim, const json& changes) {
  auto out = native_configuration(sim);
  auto& providers = out["providers"];
  const json like = providers["openai"];
  providers["compatible"] = compatible(like, sim, "openai", "/v1");
  providers["google-compatible"] =
      compatible(like, sim, "google", "/v1beta/openai");
  out["models"].push_back(compatible_model("local", "compatible"));
  for (const auto* name : {"gemini-2.5-pro", "gemini-3-pro-preview"})
    out["models"].push_back(compatible_model(name, "google-compatible"));
  out["models"].push_back(old_reasoner());
  for (const auto& each : places) {
    const bool at_openai = std::string_view{each.simulated_by} == "openai";
    out["routes"][std::string{"from-"} + each.model] = {
        {"strategy", "listed"},
        {"candidates",
         {each.model, at_openai ? "claude-sonnet-4-5" : "gpt-4.1"}}};
  }
  out.merge_patch(changes);
  return out;
}

std::vector<std::string> models_of(std::string_view formats) {
  std::vector<std::string> out;
  for (const auto& each : places)
    if (formats.find(each.format) != std::string_view::npos)
      out.emplace_back(each.model);
  return out;
}

std::string simulated_by(const std::string& model) {
  const auto* at = std::ranges::find_if(
      places, [&](const place& each) { return each.model == model; });
  REQUIRE(at != std::end(places));
  return at->simulated_by;
}

void be_odd(const stage& at, const std::string& model, json quirks, json more) {
  more["quirks"] = std::move(quirks);
  if (!more.contains("tokens"))
    more["tokens"] = 3;
  at.sim.behave(simulated_by(model), more);
}

json hello(const std::string& model) {
  return chat_body(model);
}

json call_both(const std::string& model) {
  auto body = chat_body(model);
  body["messages"][0]["content"] = "Please call the tools in parallel.";
  body["tools"] = {tool("count"), tool("add")};
  return body;
}

std::string text_of(const json& message) {
  const auto& content = message.at("content");
  return content.is_string() ? content.get<std::string>() : "";
}

json with_results(json body, json message) {
  const auto calls = message.at("tool_calls");
  message.erase("finish_reason");
  message.erase("usage");
  message["role"] = "assistant";
  body["messages"].push_back(std::move(message));
  for (std::size_t i = 0; i < calls.size(); ++i)
    body["messages"].push_back({{"role", "tool"},
                                {"tool_call_id", calls[i]["id"]},
                                {"content", std::to_string(i)}});
  return body;
}

void check_strict(const answer& got) {
  INFO(got.body);
  REQUIRE(got.status == 200);
  CHECK(got.whole);
  if (got.header("content-type").starts_with("text/event-stream")) {
    CHECK(got.done());
    const auto events = got.events();
    REQUIRE_FALSE(events.empty());
    for (const auto& each : events)
      check_chunk(each, events.front());
    return;
  }
  const auto body = got.json();
  CHECK(body["object"] == "chat.completion");
  for (const auto& choice : body["choices"]) {
    check_reason(choice);
    CHECK_FALSE(choice["finish_reason"].is_null());
    CHECK(choice.contains("logprobs"));
    CHECK(choice["message"].contains("content"));
    CHECK(choice["message"].contains("refusal"));
  }
}

} // namespace bellwether::integration
