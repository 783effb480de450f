#include "simulator/anthropic/answer_json.hpp"

#include "simulator/hash.hpp"
#include "simulator/json_text.hpp"
#include "simulator/signature.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace bellwether::simulator {

namespace {

std::string cache_text(const answer& a) {
  if (a.quirks.has(quirk::null_usage_fields)) {
    return R"("cache_creation_input_tokens":null,)"
           R"("cache_read_input_tokens":null,"cache_creation":null,)";
  }
  const auto hour = a.cache_write / 4;
  return R"("cache_creation_input_tokens":)" + std::to_string(a.cache_write)
         + R"(,"cache_read_input_tokens":)" + std::to_string(a.cache_read)
         + R"(,"cache_creation":{"ephemeral_5m_input_tokens":)"
         + std::to_string(a.cache_write - hour)
         + R"(,"ephemeral_1h_input_tokens":)" + std::to_string(hour) + "},";
}

/// The arguments of a call that was cut short are no object.
std::string input_text(const made_call& call) {
  auto text = call.arguments();
  return nlohmann::json::accept(text) ? text : "{}";
}

void append_block(std::string& blocks, std::string_view block) {
  blocks.append(blocks.empty() ? "" : ",").append(block);
}

} // namespace

std::string_view stop_reason(const answer& a) {
  constexpr std::pair<quirk, std::string_view> odd[]{
      {quirk::null_finish_reason, "null"},
      {quirk::odd_finish_reason, R"("eos")"},
      {quirk::pause_turn, R"("pause_turn")"},
      {quirk::context_window_exceeded, R"("model_context_window_exceeded")"},
      {quirk::refusal, R"("refusal")"},
      {quirk::reason_recitation, R"("refusal")"},
  };
  for (const auto& [q, reason] : odd) {
    if (a.quirks.has(q)) {
      return reason;
    }
  }
  switch (a.choices.front().end) {
    case ending::stop_sequence:
      return R"("stop_sequence")";
    case ending::length:
      return R"("max_tokens")";
    case ending::calls:
      return R"("tool_use")";
    case ending::blocked:
      return R"("refusal")";
    case ending::stop:
      break;
  }
  return R"("end_turn")";
}

std::string stop_sequence_text(const answer& a) {
  const auto& c = a.choices.front();
  return c.end == ending::stop_sequence ? json_text(c.stop_sequence) : "null";
}

std::string anthropic_usage(const answer& a, std::size_t output_tokens) {
  auto text = R"({"input_tokens":)" + std::to_string(a.prompt_tokens) + ","
              + cache_text(a) + R"("output_tokens":)"
              + std::to_string(output_tokens);
  if (a.quirks.has(quirk::null_usage_fields)) {
    text += R"(,"output_tokens_details":null,"server_tool_use":null)";
  } else if (a.show_thoughts && output_tokens >= a.thought_tokens()) {
    text += R"(,"output_tokens_details":{"thinking_tokens":)"
            + std::to_string(a.thought_tokens()) + "}";
  }
  return text + R"(,"service_tier":"standard"})";
}

std::string message_text(const answer& a, std::string_view content,
                         bool finished, std::string_view usage) {
  auto text = R"({"id":"msg_)" + a.id
              + R"(","type":"message","role":"assistant","model":)"
              + json_text(a.model) + R"(,"content":[)";
  text.append(content).append(R"(],"stop_reason":)");
  text.append(finished ? stop_reason(a) : "null")
      .append(R"(,"stop_sequence":)");
  text.append(finished ? stop_sequence_text(a) : "null");
  if (!usage.empty()) {
    text.append(R"(,"usage":)").append(usage);
  }
  return text.append("}");
}

std::string blocks_text(const answer& a) {
  const auto& c = a.choices.front();
  std::string blocks;
  if (a.show_thoughts && !c.thoughts.empty()) {
    append_block(blocks, R"({"type":"thinking","thinking":)"
                             + json_text(c.thought()) + R"(,"signature":")"
                             + thought_signature(a) + R"("})");
  }
  if (a.quirks.has(quirk::redacted_thinking)) {
    append_block(blocks, R"({"type":"redacted_thinking","data":")"
                             + redacted_data(a) + R"("})");
  }
  if (a.quirks.has(quirk::unknown_blocks)) {
    append_block(blocks, R"({"type":"future_block","of":["tomorrow",1]})");
  }
  if (!c.tokens.empty()) {
    append_block(blocks,
                 R"({"type":"text","text":)" + json_text(c.text()) + "}");
  }
  for (const auto& call : c.calls) {
    append_block(blocks, R"({"type":"tool_use","id":"toolu_)" + call.id
                             + R"(","name":)" + json_text(call.name)
                             + R"(,"input":)" + input_text(call) + "}");
  }
  return blocks;
}

std::string thought_signature(const answer& a) {
  return sign(a.seed, a.choices.front().thought());
}

std::string redacted_data(const answer& a) {
  return opaque_signature(a.seed, hash_text(a.seed, a.id));
}

} // namespace bellwether::simulator
