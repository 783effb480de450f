#include "surfaces/responses/echo.hpp"

#include "surfaces/openai_request.hpp"

#include <nlohmann/json.hpp>

namespace bellwether::surfaces {

namespace {

using json = nlohmann::ordered_json;

// The member as it came, or what OpenAI takes for it.
json said(json& request, const char* name, json otherwise = nullptr) {
  const auto* value = member(request, name);
  if (value == nullptr)
    return otherwise;
  return *value;
}

std::string members_of(const json& object) {
  const auto text = to_text(object);
  return text.substr(1, text.size() - 2);
}

json said_text(json& request) {
  auto out = said(request, "text", json::object());
  if (member(out, "format") == nullptr)
    out["format"]["type"] = "text";
  return out;
}

json said_reasoning(json& request) {
  auto asked = said(request, "reasoning", json::object());
  auto out = json::object();
  for (const auto* name : {"effort", "summary"})
    out[name] = said(asked, name);
  return out;
}

} // namespace

response_frame make_frame(json& request, const call_identity& who) {
  response_frame out;
  out.id = plain_id(who.id);
  out.created = who.created;
  if (const auto* model = member(request, "model"); model && model->is_string())
    out.model = *model;
  auto head = json::object();
  for (const auto* name : {"instructions", "max_output_tokens"})
    head[name] = said(request, name);
  out.head = members_of(head);
  auto tail = json::object();
  tail["parallel_tool_calls"] = said(request, "parallel_tool_calls", true);
  tail["previous_response_id"] = nullptr;
  tail["prompt_cache_key"] = said(request, "prompt_cache_key");
  tail["reasoning"] = said_reasoning(request);
  tail["safety_identifier"] = said(request, "safety_identifier");
  tail["store"] = false;
  tail["temperature"] = said(request, "temperature");
  tail["text"] = said_text(request);
  tail["tool_choice"] = said(request, "tool_choice", "auto");
  tail["tools"] = said(request, "tools", json::array());
  tail["top_logprobs"] = said(request, "top_logprobs", 0);
  tail["top_p"] = said(request, "top_p");
  tail["truncation"] = "disabled";
  tail["user"] = said(request, "user");
  tail["metadata"] = said(request, "metadata", json::object());
  out.tail = members_of(tail);
  if (auto* tier = member(request, "service_tier"))
    out.service_tier = to_text(*tier);
  return out;
}

} // namespace bellwether::surfaces
