#include "integration/harness/stage.hpp"

#include "integration/harness/diagnosis.hpp"

#include <iostream>

namespace bellwether::integration {

namespace {

json model(const char* name, const char* provider, const char* upstream,
           const char* tier, int priority) {
  return {{"name", name},
          {"provider", provider},
          {"upstream_name", upstream},
          {"tier", tier},
          {"priority", priority},
          {"context_window", 128000},
          {"max_output_tokens", 8192}};
}

json priced(json model, double usd) {
  model["price"] = {{"flat_usd_per_mtok", usd}};
  return model;
}

json models() {
  return json::array(
      {priced(model("deepseek-v3.2", "deepseek", "deepseek-chat", "economy", 1),
              0.42),
       priced(model("gemini-2.5-flash", "google", "gemini-2.5-flash",
                    "standard", 2),
              2.5),
       priced(model("gpt-4.1", "openai", "gpt-4.1-upstream", "premium", 3), 8),
       priced(model("claude-sonnet-4.5", "anthropic", "claude-sonnet-4-5",
                    "premium", 4),
              15)});
}

json routes() {
  const auto listed = [](json candidates) {
    return json{{"strategy", "listed"}, {"candidates", std::move(candidates)}};
  };
  return {{"auto",
           {{"strategy", "complexity"},
            {"candidates",
             {"deepseek-v3.2", "gemini-2.5-flash", "gpt-4.1",
              "claude-sonnet-4.5"}}}},
          {"pair", listed({"gpt-4.1", "claude-sonnet-4.5"})},
          {"alone", listed(json::array({"gpt-4.1"}))}};
}

} // namespace

json configuration_for(const simulator& sim, const json& changes) {
  json out{
      {"state_dir", ""},
      {"requests", {{"timeout_ms", 10000}, {"max_wait_ms", 0}}},
      {"health",
       {{"slow_start_ms", 0},
        {"probe", {{"kind", "off"}}},
        {"min_hold_ms", 5000},
        {"max_hold_ms", 5000},
        {"rate_limit_min_hold_ms", 5000},
        {"rate_limit_max_hold_ms", 5000},
        {"misconfigured_hold_ms", 5000}}},
      {"default_price", {{"flat_usd_per_mtok", 1}}}, // budgets refuse without
      {"models", models()},
      {"routes", routes()},
  };
  for (const auto& name : simulator::providers())
    out["providers"][name] = {
        {"kind", "openai_compatible"},
        {"base_url", sim.base_url(name)},
        {"timeouts",
         {{"connect_ms", 2000}, {"first_byte_ms", 5000}, {"idle_ms", 5000}}}};
  out.merge_patch(changes);
  return out;
}

json chat_body(const std::string& model, const json& more) {
  json out{
      {"model", model},
      {"messages", json::array({{{"role", "user"}, {"content", "Hello"}}})}};
  out.merge_patch(more);
  return out;
}

std::string stream_request(const std::string& model, const json& more) {
  auto body = chat_body(model, more);
  body["stream"] = true;
  return request_text("POST", "/v1/chat/completions", body.dump(),
                      {{"TE", "trailers"}});
}

stage::~stage() {
  if (something_failed())
    std::cerr << "the daemon's log:\n" << daemon.log() << '\n';
}

answer stage::post(const std::string& path, const json& body,
                   const header_list& headers) const {
  return request(daemon.port(), "POST", path, body.dump(), headers);
}

answer stage::chat(const std::string& model, const json& more) const {
  return post("/v1/chat/completions", chat_body(model, more));
}

answer stage::stream(const std::string& model, const json& more) const {
  raw_client client{daemon.port()};
  client.send(stream_request(model, more));
  return client.read();
}

} // namespace bellwether::integration
