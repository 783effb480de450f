#pragma once

#include "providers/anthropic/codec.hpp"
#include "providers/stream_runs.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace bellwether::providers::test {

using json = nlohmann::ordered_json;

inline std::string event(const json& data) {
  return "event: " + data.at("type").get<std::string>()
         + "\ndata: " + data.dump() + "\n\n";
}

inline std::string message_start() {
  return event({{"type", "message_start"},
                {"message",
                 {{"id", "msg_1"},
                  {"model", "claude"},
                  {"content", json::array()},
                  {"usage", {{"input_tokens", 9}, {"output_tokens", 1}}}}}});
}

inline std::string block_start(int index, const json& block) {
  return event({{"type", "content_block_start"},
                {"index", index},
                {"content_block", block}});
}

inline std::string block_delta(int index, std::string_view type,
                               std::string_view member,
                               std::string_view value) {
  return event({{"type", "content_block_delta"},
                {"index", index},
                {"delta", {{"type", type}, {member, value}}}});
}

inline std::string block_stop(int index) {
  return event({{"type", "content_block_stop"}, {"index", index}});
}

inline std::string text_block(int index, std::string_view text) {
  return block_start(index, {{"type", "text"}, {"text", ""}})
         + block_delta(index, "text_delta", "text", text) + block_stop(index);
}

inline std::string tool_start(int index, std::string_view id,
                              const json& input = json::object()) {
  return block_start(
      index,
      {{"type", "tool_use"}, {"id", id}, {"name", "f"}, {"input", input}});
}

inline std::string tool_piece(int index, std::string_view piece) {
  return block_delta(index, "input_json_delta", "partial_json", piece);
}

inline std::string message_delta(std::string_view reason = "end_turn",
                                 int output_tokens = 5) {
  return event(
      {{"type", "message_delta"},
       {"delta", {{"stop_reason", reason}, {"stop_sequence", nullptr}}},
       {"usage", {{"output_tokens", output_tokens}}}});
}

inline std::string message_stop() {
  return event({{"type", "message_stop"}});
}

inline stream_run run(const std::vector<std::string>& pieces) {
  return run_stream(*make_anthropic_codec(), pieces);
}

inline json delta_of(const stream_event& e) {
  return json::parse(e.json).at("choices").at(0).at("delta");
}

} // namespace bellwether::providers::test
