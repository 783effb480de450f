#include "providers/gemini/completion_json.hpp"

#include <nlohmann/json.hpp>

namespace bellwether::providers::gemini {

using nlohmann::ordered_json;

completion_head head_of(const fragment& first, const decode_context& context) {
  completion_head out{first.id, first.model, context.created};
  if (out.id.empty())
    out.id = "chatcmpl-" + std::string(context.request_id);
  if (out.model.empty())
    out.model = context.model;
  return out;
}

ordered_json head_json(const completion_head& head, std::string_view object) {
  auto out = ordered_json::object();
  out["id"] = head.id;
  out["object"] = object;
  out["created"] = head.created;
  out["model"] = head.model;
  return out;
}

ordered_json tool_call_json(const function_call& call, tool_ids& ids) {
  auto out = ordered_json::object();
  out["id"] = ids.take(call.id);
  out["type"] = "function";
  out["function"]["name"] = call.name;
  out["function"]["arguments"] = call.arguments;
  if (!call.signature.empty())
    out["extra_content"]["google"]["thought_signature"] = call.signature;
  return out;
}

ordered_json logprobs_json(const candidate& said) {
  if (said.logprobs.empty())
    return nullptr;
  return ordered_json::parse(said.logprobs, nullptr, false);
}

std::string dump(const ordered_json& value) {
  return value.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

} // namespace bellwether::providers::gemini
