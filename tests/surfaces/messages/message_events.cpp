#include "surfaces/messages/message_events.hpp"

#include <stdexcept>
#include <string_view>
#include <utility>

namespace bellwether::surfaces::test {

namespace {

using nlohmann::json;

std::string_view line_after(std::string_view& rest, std::string_view prefix) {
  const auto end = rest.find('\n');
  if (!rest.starts_with(prefix) || end == rest.npos)
    throw std::logic_error("not framed: " + std::string(rest));
  const auto line = rest.substr(prefix.size(), end - prefix.size());
  rest.remove_prefix(end + 1);
  return line;
}

bool fits(const json& delta, const json& block) {
  const auto kind = delta.at("type").get<std::string>();
  const auto type = block.at("type").get<std::string>();
  if (kind == "text_delta")
    return type == "text";
  if (kind == "input_json_delta")
    return type == "tool_use";
  return type == "thinking"
         && (kind == "thinking_delta" || kind == "signature_delta");
}

// Follows a stream, event by event.
struct rule_book {
  enum class state { before, between, in_block, after_delta, over };

  state at = state::before;
  std::size_t next_index = 0;
  json block;

  std::string take(const json& event) {
    const auto type = event.at("type").get<std::string>();
    if (type == "message_start")
      return step(state::before, state::between, type);
    if (type == "content_block_start")
      return begin(event);
    if (type == "content_block_delta")
      return pass(event);
    if (type == "content_block_stop")
      return stop(event);
    if (type == "message_delta")
      return step(state::between, state::after_delta, type);
    if (type == "message_stop")
      return step(state::after_delta, state::over, type);
    return "unknown event " + type;
  }

private:
  std::string step(state from, state to, const std::string& type) {
    if (at != from)
      return "out of order: " + type;
    at = to;
    return {};
  }

  std::string begin(const json& event) {
    block = event.at("content_block");
    if (event.at("index") != next_index)
      return "an index is left out or repeated";
    return step(state::between, state::in_block, "content_block_start");
  }

  std::string pass(const json& event) {
    if (at != state::in_block)
      return "a delta outside of a block";
    if (event.at("index") != next_index)
      return "a delta for another block than the open one";
    return fits(event.at("delta"), block) ? "" : "a delta of another kind";
  }

  std::string stop(const json& event) {
    if (event.at("index") != next_index++)
      return "another block is stopped than the open one";
    return step(state::in_block, state::between, "content_block_stop");
  }
};

void add(json& block, const json& delta, std::string& input) {
  const auto kind = delta.at("type").get<std::string>();
  if (kind == "input_json_delta") {
    input += delta.at("partial_json").get<std::string>();
    return;
  }
  const auto* member = kind == "text_delta"       ? "text"
                       : kind == "thinking_delta" ? "thinking"
                                                  : "signature";
  block[member] =
      block.at(member).get<std::string>() + delta.at(member).get<std::string>();
}

} // namespace

std::vector<json> events_in(const std::string& stream) {
  std::vector<json> out;
  std::string_view rest = stream;
  while (!rest.empty()) {
    const auto name = line_after(rest, "event: ");
    out.push_back(json::parse(line_after(rest, "data: ")));
    line_after(rest, "");
    if (out.back().at("type") != name)
      throw std::logic_error("an event is not named by its type");
  }
  return out;
}

std::string broken_rule(const std::vector<json>& events) {
  rule_book rules;
  for (const auto& event : events) {
    auto broken = rules.take(event);
    if (!broken.empty())
      return broken;
  }
  return rules.at == rule_book::state::over ? "" : "the end is missing";
}

json assemble(const std::string& stream) {
  const auto events = events_in(stream);
  const auto broken = broken_rule(events);
  if (!broken.empty())
    throw std::logic_error(broken);
  json message = events.front().at("message");
  auto& content = message.at("content");
  std::string input;
  for (const auto& event : events) {
    const auto type = event.at("type").get<std::string>();
    if (type == "content_block_start") {
      content.push_back(event.at("content_block"));
    } else if (type == "content_block_delta") {
      add(content.back(), event.at("delta"), input);
    } else if (type == "content_block_stop" && !input.empty()) {
      content.back()["input"] = json::parse(std::exchange(input, {}));
    } else if (type == "message_delta") {
      message.update(event.at("delta"));
      message.at("usage").update(event.at("usage"));
    }
  }
  return message;
}

} // namespace bellwether::surfaces::test
