#include "simulator/openai/answer_json.hpp"

#include "simulator/google/models.hpp"
#include "simulator/hash.hpp"
#include "simulator/json_text.hpp"
#include "simulator/signature.hpp"

#include <utility>

namespace bellwether::simulator {

namespace {

constexpr std::string_view refused = "I cannot help with that (simulated).";

std::string details_text(const answer& a) {
  if (a.quirks.has(quirk::null_usage_fields)) {
    return R"("prompt_tokens_details":null,"completion_tokens_details":null)";
  }
  auto text = R"("prompt_tokens_details":{"cached_tokens":)"
              + std::to_string(a.cache_read);
  if (a.cache_write > 0) {
    text += R"(,"cache_write_tokens":)" + std::to_string(a.cache_write);
  }
  return text
         + R"(,"audio_tokens":0},"completion_tokens_details":)"
           R"({"reasoning_tokens":)"
         + std::to_string(a.thought_tokens())
         + R"(,"audio_tokens":0,"accepted_prediction_tokens":0,)"
           R"("rejected_prediction_tokens":0})";
}

std::string calls_text(const answer& a, const choice& c,
                       const openai_accent& accent) {
  std::string text;
  for (std::size_t i = 0; i < c.calls.size(); ++i) {
    text.append(i == 0 ? "{" : ",{").append(call_head(a, c, i, accent));
    text.append(R"("function":{"name":)").append(json_text(c.calls[i].name));
    text.append(R"(,"arguments":)");
    text.append(arguments_text(a, c.calls[i].arguments())).append("}}");
  }
  return text;
}

std::string content_text(const answer& a, const choice& c) {
  if (!c.calls.empty()) {
    return a.quirks.has(quirk::empty_content) ? R"("")" : "null";
  }
  return c.end == ending::blocked || a.quirks.has(quirk::refusal)
             ? "null"
             : json_text(c.text());
}

} // namespace

openai_accent accent_for(const request_view& r, const answer& a) {
  const bool compat = r.to.speaks == dialect::compat;
  return {.compat = compat,
          .deepseek = r.manners == vendor::deepseek,
          .signatures = compat && needs_signatures(a.model)};
}

std::string usage_text(const answer& a, const openai_accent& accent) {
  const auto in = a.prompt_tokens + a.cache_read + a.cache_write;
  const auto out = a.completion_tokens();
  auto text = R"({"prompt_tokens":)" + std::to_string(in)
              + R"(,"completion_tokens":)" + std::to_string(out)
              + R"(,"total_tokens":)" + std::to_string(in + out) + ",";
  if (accent.deepseek) {
    text += R"("prompt_cache_hit_tokens":)" + std::to_string(a.cache_read)
            + R"(,"prompt_cache_miss_tokens":)"
            + std::to_string(in - a.cache_read) + ",";
  }
  return text + details_text(a) + "}";
}

std::string_view finish_reason(const answer& a, const choice& c) {
  constexpr std::pair<quirk, std::string_view> odd[]{
      {quirk::null_finish_reason, "null"},
      {quirk::odd_finish_reason, R"("eos")"},
      {quirk::insufficient_system_resource,
       R"("insufficient_system_resource")"},
      {quirk::reason_recitation, R"("content_filter")"},
  };
  for (const auto& [q, reason] : odd) {
    if (a.quirks.has(q)) {
      return reason;
    }
  }
  switch (c.end) {
    case ending::length:
      return R"("length")";
    case ending::calls:
      return R"("tool_calls")";
    case ending::blocked:
      return R"("content_filter")";
    case ending::stop:
    case ending::stop_sequence:
      break;
  }
  return R"("stop")";
}

std::string message_text(const answer& a, const choice& c,
                         const openai_accent& accent) {
  auto text = R"({"role":"assistant","content":)" + content_text(a, c);
  if (a.show_thoughts && !c.thoughts.empty()) {
    text += R"(,"reasoning_content":)" + json_text(c.thought());
  }
  if (!a.quirks.has(quirk::no_refusal_no_logprobs)) {
    text += R"(,"refusal":)";
    text += a.quirks.has(quirk::refusal) ? json_text(refused) : "null";
  }
  if (a.quirks.has(quirk::unknown_blocks)) {
    text += R"(,"future_member":{"of":["tomorrow",1]})";
  }
  return text
         + (c.calls.empty()
                ? R"(,"annotations":[]})"
                : R"(,"tool_calls":[)" + calls_text(a, c, accent) + "]}");
}

std::string call_head(const answer& a, const choice& c, std::size_t call,
                      const openai_accent& accent) {
  std::string text;
  if (!a.quirks.has(quirk::missing_tool_id)) {
    text += R"("id":"call_)" + c.calls[call].id + R"(",)";
  }
  if (!a.quirks.has(quirk::missing_tool_type)) {
    text += R"("type":"function",)";
  }
  if (accent.signatures && call == 0) {
    text += R"("extra_content":{"google":{"thought_signature":")"
            + opaque_signature(a.seed, hash_text(a.seed, c.calls[call].id))
            + R"("}},)";
  }
  return text;
}

std::string arguments_text(const answer& a, const std::string& arguments) {
  const bool raw = a.quirks.has(quirk::object_arguments)
                   && !a.quirks.has(quirk::malformed_function_call);
  return raw ? arguments : json_text(arguments);
}

} // namespace bellwether::simulator
