#include "simulator/anthropic/request.hpp"

#include "simulator/anthropic/blocks.hpp"
#include "simulator/anthropic/messages.hpp"
#include "simulator/anthropic/models.hpp"
#include "simulator/anthropic/settings.hpp"
#include "simulator/anthropic/tools.hpp"

#include <algorithm>
#include <array>

namespace bellwether::simulator {

namespace dom = simdjson::dom;

namespace {

refusal check_version(std::string_view version) {
  constexpr std::array<std::string_view, 3> known{"2023-01-01", "2023-06-01",
                                                  "2026-10-21"};
  if (version.empty()) {
    return invalid("anthropic-version", "header is required");
  }
  return std::ranges::find(known, version) == known.end()
             ? invalid("anthropic-version", "\"" + std::string{version}
                                                + "\" is not a valid version")
             : std::nullopt;
}

refusal check_root(dom::object root) {
  constexpr std::array<std::string_view, 20> members{
      "model",         "messages",     "max_tokens",
      "system",        "stream",       "temperature",
      "top_p",         "top_k",        "stop_sequences",
      "tools",         "tool_choice",  "metadata",
      "service_tier",  "thinking",     "output_config",
      "container",     "mcp_servers",  "context_management",
      "inference_geo", "cache_control"};
  return check_members(root, "", members);
}

refusal read_head(dom::object root, question& q) {
  q.model = text_member(root, "model").value_or("");
  if (q.model.empty()) {
    return field_required("model");
  }
  const auto limit = member(root, "max_tokens");
  if (!limit) {
    return field_required("max_tokens");
  }
  std::int64_t n = 0;
  if (limit->get(n) != simdjson::SUCCESS) {
    return invalid("max_tokens", "Input should be a valid integer");
  }
  if (n < 1) {
    return invalid("max_tokens", "Input should be greater than or equal to 1");
  }
  q.max_tokens = static_cast<std::size_t>(n);
  const auto stream = member(root, "stream");
  return stream && stream->get(q.stream) != simdjson::SUCCESS
             ? invalid("stream", "Input should be a valid boolean")
             : std::nullopt;
}

refusal read_system(dom::object root, dialogue& d) {
  const auto value = member(root, "system");
  if (!value) {
    return std::nullopt;
  }
  if (const auto text = text_of(*value)) {
    d.add_text(*text);
    return std::nullopt;
  }
  const auto blocks = array_of(*value);
  if (!blocks) {
    return invalid("system", "Input should be a valid string or list");
  }
  std::size_t i = 0;
  for (const auto block : *blocks) {
    if (auto no = read_system_block(block, dotted("system", i++), d)) {
      return no;
    }
  }
  return std::nullopt;
}

refusal read_stops(dom::object root, question& q) {
  const auto value = member(root, "stop_sequences");
  if (!value) {
    return std::nullopt;
  }
  const auto list = array_of(*value);
  if (!list) {
    return invalid("stop_sequences", "Input should be a valid list");
  }
  for (const auto item : *list) {
    const auto text = text_of(item).value_or("");
    if (is_blank(text)) {
      return invalid("stop_sequences",
                     "each stop sequence must contain non-whitespace");
    }
    q.stops.emplace_back(text);
  }
  return std::nullopt;
}

refusal read_all(dom::object root, const request_view& r, question& q) {
  answer_settings settings;
  dialogue d;
  message_rules rules;
  rules.seed = r.seed;
  auto no = first_invalid(
      [&] { return check_root(root); }, [&] { return read_head(root, q); },
      [&] { return read_settings(root, q.model, r.version, settings); },
      [&] { return read_system(root, d); }, [&] { return read_stops(root, q); },
      [&] {
        rules.thinking = settings.thinking;
        rules.prefill = claude_version(q.model) < first_adaptive;
        return read_anthropic_messages(root, rules, d);
      },
      [&] { return read_anthropic_tools(root, settings.thinking, d, q); });
  q.text_hash = d.hash();
  q.prompt_tokens = d.prompt_tokens();
  q.prompt_bytes = d.bytes();
  q.sights = d.sights();
  q.json = std::move(settings.json);
  q.thinks = settings.thinking ? thinking::shown : thinking::none;
  q.include_usage = true;
  return no;
}

} // namespace

std::variant<question, http_reply> read_messages_request(const request_view& r,
                                                         dom::parser& parser) {
  if (auto no = check_version(r.version)) {
    return std::move(*no);
  }
  dom::object root;
  if (parser.parse(r.body.data(), r.body.size(), true).get(root)
      != simdjson::SUCCESS) {
    return anthropic_error(400, "The request body is not valid JSON");
  }
  question q;
  if (auto no = read_all(root, r, q)) {
    return std::move(*no);
  }
  return q;
}

} // namespace bellwether::simulator
