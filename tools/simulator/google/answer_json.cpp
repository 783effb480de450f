#include "simulator/google/answer_json.hpp"

#include "simulator/google/models.hpp"
#include "simulator/hash.hpp"
#include "simulator/json_text.hpp"
#include "simulator/signature.hpp"

#include <utility>

namespace bellwether::simulator {

namespace {

/// JSON: a string, or null.
std::string_view finish_text(const answer& a, const choice& c) {
  constexpr std::pair<quirk, std::string_view> odd[]{
      {quirk::null_finish_reason, "null"},
      {quirk::odd_finish_reason, R"("FUTURE_REASON")"},
      {quirk::reason_recitation, R"("RECITATION")"},
      {quirk::refusal, R"("SAFETY")"},
      {quirk::malformed_function_call, R"("MALFORMED_FUNCTION_CALL")"},
  };
  for (const auto& [q, reason] : odd) {
    if (a.quirks.has(q)) {
      return reason;
    }
  }
  if (c.end == ending::length) {
    return R"("MAX_TOKENS")";
  }
  return c.end == ending::calls && a.quirks.has(quirk::function_call_reason)
             ? R"("FUNCTION_CALL")"
             : R"("STOP")";
}

std::string usage_text(const answer& a, const made_tokens& made) {
  constexpr auto tool_use = tool_use_tokens;
  const auto prompt = a.prompt_tokens + a.cache_read + a.cache_write;
  auto total = prompt + made.candidates + made.thoughts;
  auto text =
      R"("usageMetadata":{"promptTokenCount":)" + std::to_string(prompt);
  if (made.candidates > 0) {
    text += R"(,"candidatesTokenCount":)" + std::to_string(made.candidates);
  }
  if (made.thoughts > 0) {
    text += R"(,"thoughtsTokenCount":)" + std::to_string(made.thoughts);
  }
  if (a.quirks.has(quirk::tool_use_prompt_tokens)) {
    text += R"(,"toolUsePromptTokenCount":)" + std::to_string(tool_use);
    total += tool_use;
  }
  if (a.quirks.has(quirk::null_usage_fields)) {
    text += R"(,"cachedContentTokenCount":null,"promptTokensDetails":null)";
  } else if (a.cache_read > 0) {
    text += R"(,"cachedContentTokenCount":)" + std::to_string(a.cache_read);
  }
  return text + R"(,"totalTokenCount":)" + std::to_string(total) + "}";
}

} // namespace

std::string candidate_text(const answer& a, std::size_t index,
                           std::string_view parts, bool last) {
  const auto& c = a.choices[index];
  std::string text = R"({"content":{)";
  if (!parts.empty()) {
    text.append(R"("parts":[)").append(parts).append("],");
  }
  if (!a.quirks.has(quirk::max_tokens_without_parts)) {
    text.append(R"("role":"model")");
  }
  text.append("}");
  if (last) {
    text.append(R"(,"finishReason":)").append(finish_text(a, c));
    if (a.quirks.has(quirk::malformed_function_call)) {
      text.append(R"(,"finishMessage":"Malformed function call")");
    }
  }
  return text.append(R"(,"index":)").append(std::to_string(index)).append("}");
}

std::string response_text(const answer& a, std::string_view candidates,
                          const made_tokens& made) {
  std::string text{"{"};
  if (candidates.empty()) {
    text += R"("promptFeedback":{"blockReason":"PROHIBITED_CONTENT"},)";
  } else {
    text.append(R"("candidates":[)").append(candidates).append("],");
  }
  if (!a.drop_usage) {
    text.append(usage_text(a, made)).append(",");
  }
  text.append(R"("modelVersion":)").append(json_text(a.model));
  if (a.quirks.has(quirk::unknown_blocks)) {
    text.append(R"(,"futureMember":{"of":["tomorrow",1]})");
  }
  return text.append(R"(,"responseId":")").append(a.id).append("\"}");
}

std::string thought_part(std::string_view text) {
  return R"({"text":)" + json_text(text) + R"(,"thought":true})";
}

std::string text_part(std::string_view text) {
  return R"({"text":)" + json_text(text) + "}";
}

std::string call_part(const answer& a, const choice& c, std::size_t call) {
  const auto& made = c.calls[call];
  std::string text = R"({"functionCall":{)";
  if (!a.quirks.has(quirk::no_tool_id)) {
    text.append(R"("id":")").append(made.id).append(R"(",)");
  }
  text.append(R"("name":)").append(json_text(made.name));
  text.append(R"(,"args":)").append(made.arguments()).append("}");
  if (call == 0 && needs_signatures(a.model)) {
    text.append(R"(,"thoughtSignature":")");
    text.append(opaque_signature(a.seed, hash_text(a.seed, made.id)));
    text.append("\"");
  }
  return text.append("}");
}

std::string unknown_parts() {
  return R"({"executableCode":{"language":"PYTHON","code":"1 + 1"}},)"
         R"({"futurePart":{"of":["tomorrow",1]}})";
}

bool has_parts(const answer& a, const choice& c) {
  return !a.quirks.has(quirk::malformed_function_call)
         && !a.quirks.has(quirk::max_tokens_without_parts)
         && (c.end != ending::length || c.calls.empty());
}

} // namespace bellwether::simulator
