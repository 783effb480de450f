#include "surfaces/messages/request.hpp"

#include "providers/request_body.hpp"
#include "surfaces/messages/controls.hpp"
#include "surfaces/messages/tools.hpp"
#include "surfaces/messages/turns.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace bellwether::surfaces::anthropic {

namespace {

using providers::request_problem;

// What is said in other words, and hints on how Anthropic is to keep or to trim
// the prompt, of which no answer depends. Everything else passes as it came.
constexpr std::string_view not_passed[] = {
    "cache_control", "context_management", "max_tokens",     "mcp_servers",
    "messages",      "metadata",           "output_config",  "output_format",
    "service_tier",  "stop_sequences",     "stream_options", "system",
    "thinking",      "tool_choice",        "tools",
};

bool is_passed(std::string_view name) {
  return std::find(std::begin(not_passed), std::end(not_passed), name)
         == std::end(not_passed);
}

void put_messages(const json& body, json& chat, fault_log& faults) {
  auto& out = chat["messages"] = json::array();
  if (const auto* system = find(body, "system"))
    append_system(*system, "system", out, faults);
  const auto* messages = find(body, "messages");
  if (messages == nullptr)
    return faults.missing("messages", "an array of at least one message");
  if (!messages->is_array() || messages->empty())
    return faults.wrong_type("messages", "an array of at least one message");
  for (std::size_t i = 0; i < messages->size(); ++i)
    append_turn((*messages)[i], item_path("messages", i), out, faults);
}

void refuse_servers(const json& body, fault_log& faults) {
  const auto* servers = find(body, "mcp_servers");
  if (servers != nullptr && !servers->empty())
    faults.unsupported("mcp_servers", "not empty",
                       "connect to the servers yourself and offer their tools "
                       "in 'tools'");
}

} // namespace

std::variant<translated_request, request_problem> read_request(
    std::string_view body) {
  // It is strict about UTF-8 and nesting, and knows how to tell what is wrong.
  const auto object = providers::read_object(body);
  if (const auto* wrong = std::get_if<request_problem>(&object))
    return *wrong;
  const auto from = json::parse(body, nullptr, false);
  fault_log faults;
  translated_request out;
  json chat = json::object();
  for (const auto& [name, value] : from.items()) {
    if (!value.is_null() && is_passed(name))
      chat[name] = value;
  }
  out.model = faults.text(from, {}, "model");
  put_settings(from, chat, faults);
  put_messages(from, chat, faults);
  put_tools(from, chat, faults);
  refuse_servers(from, faults);
  out.shows_thinking = put_output_controls(from, chat, faults);
  // The last event of a stream tells the usage, whoever asked for it.
  if (faults.flag(from, {}, "stream"))
    chat["stream_options"] = {{"include_usage", true}};
  if (faults.first())
    return *faults.first();
  if (const auto* metadata = find(from, "metadata"))
    out.metadata =
        metadata->dump(-1, ' ', false, json::error_handler_t::replace);
  out.chat = chat.dump(-1, ' ', false, json::error_handler_t::replace);
  return out;
}

} // namespace bellwether::surfaces::anthropic
