#include "surfaces/messages/controls.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace bellwether::surfaces::anthropic {

namespace {

// A whole number, also one that was written as 12.0; 0 for anything else.
std::int64_t count_of(const json* value) {
  if (value == nullptr)
    return 0;
  if (value->is_number_unsigned()) {
    constexpr std::uint64_t most = std::numeric_limits<std::int64_t>::max();
    return static_cast<std::int64_t>(
        std::min(value->get<std::uint64_t>(), most));
  }
  constexpr double exact = 9007199254740992.0; // 2^53
  const auto number = value->is_number_float() ? value->get<double>() : 0.0;
  const bool whole =
      number >= 1 && number <= exact && number == std::trunc(number);
  return whole ? static_cast<std::int64_t>(number) : 0;
}

// The effort that comes nearest to a budget of thinking tokens.
std::string_view effort_for(std::int64_t budget) {
  constexpr std::int64_t medium_from = 2048;
  constexpr std::int64_t high_from = 4096;
  if (budget < medium_from)
    return "low";
  return budget < high_from ? "medium" : "high";
}

std::string thinking_effort(const json& thinking, std::string asked,
                            fault_log& faults) {
  const auto type = faults.text(thinking, "thinking", "type");
  const auto budget = count_of(find(thinking, "budget_tokens"));
  if (type == "disabled")
    return "none";
  if (type == "enabled" && budget == 0)
    faults.wrong_type("thinking.budget_tokens", "a whole number of at least 1");
  else if (type != "enabled" && type != "adaptive")
    faults.unsupported("thinking.type", type,
                       "send enabled, adaptive or disabled");
  if (!asked.empty())
    return asked;
  return type == "enabled" ? std::string(effort_for(budget)) : "medium";
}

const std::string* text_of(const json* value) {
  return value != nullptr ? value->get_ptr<const std::string*>() : nullptr;
}

bool shows_thinking(const json& thinking) {
  const auto* type = text_of(find(thinking, "type"));
  const auto* display = text_of(find(thinking, "display"));
  return type != nullptr && *type != "disabled"
         && (display == nullptr || *display != "omitted");
}

bool requires_all(const json& schema, const json& properties) {
  const auto* required = find(schema, "required");
  return std::all_of(properties.items().begin(), properties.items().end(),
                     [&](const auto& property) {
                       return required != nullptr
                              && std::find(required->begin(), required->end(),
                                           property.key())
                                     != required->end();
                     });
}

// Whether OpenAI would hold an answer to the schema, as Anthropic does. It
// refuses strictness for objects with optional or additional properties.
bool can_be_strict(const json& schema) {
  if (!schema.is_structured())
    return true;
  const auto* type = find(schema, "type");
  const auto* open = find(schema, "additionalProperties");
  const auto* properties = find(schema, "properties");
  const bool is_open = open == nullptr || *open != false;
  if (type != nullptr && *type == "object" && is_open)
    return false;
  if (properties != nullptr && properties->is_object()
      && !requires_all(schema, *properties))
    return false;
  return std::all_of(schema.begin(), schema.end(), can_be_strict);
}

void put_format(const json& format, const std::string& path, json& chat,
                fault_log& faults) {
  const auto type = faults.text(format, path, "type");
  const auto* schema = find(format, "schema");
  if (type != "json_schema")
    return faults.unsupported(path + ".type", type, "send json_schema");
  if (schema == nullptr || !schema->is_object())
    return faults.wrong_type(path + ".schema", "a JSON schema object");
  json wanted = {{"name", "answer"}, {"schema", *schema}};
  if (can_be_strict(*schema))
    wanted["strict"] = true;
  chat["response_format"] = {{"type", "json_schema"},
                             {"json_schema", std::move(wanted)}};
}

// The effort in `output_config`, whose format goes into the chat request. What
// is unknown in it stays.
std::string put_output_config(const json& config, json& chat,
                              fault_log& faults) {
  if (!config.is_object())
    faults.wrong_type("output_config", "an object");
  if (const auto* format = find(config, "format"))
    put_format(*format, "output_config.format", chat, faults);
  auto rest = config;
  if (rest.is_object()) {
    rest.erase("format");
    rest.erase("effort");
  }
  if (!rest.empty())
    chat["output_config"] = std::move(rest);
  return faults.optional_text(config, "output_config", "effort");
}

void put_stop(const json& sequences, json& chat, fault_log& faults) {
  constexpr auto name = "stop_sequences";
  if (!sequences.is_array())
    return faults.wrong_type(name, "an array of strings");
  for (std::size_t i = 0; i < sequences.size(); ++i) {
    if (!sequences[i].is_string())
      faults.wrong_type(item_path(name, i), "a string");
  }
  if (!sequences.empty())
    chat["stop"] = sequences;
}

// The longest `user` that OpenAI takes; some tools send more.
std::string within_limit(std::string user) {
  constexpr std::size_t most = 64;
  if (user.size() <= most)
    return user;
  auto end = most;
  while (end > 0 && (static_cast<unsigned char>(user[end]) & 0xC0) == 0x80)
    --end;
  user.resize(end);
  return user;
}

void put_metadata(const json& metadata, json& chat, fault_log& faults) {
  if (!metadata.is_object())
    return faults.wrong_type("metadata", "an object");
  auto user = faults.optional_text(metadata, "metadata", "user_id");
  if (!user.empty())
    chat["user"] = within_limit(std::move(user));
  auto rest = metadata;
  rest.erase("user_id");
  if (!rest.empty())
    chat["metadata"] = std::move(rest);
}

} // namespace

bool put_output_controls(const json& body, json& chat, fault_log& faults) {
  std::string effort;
  if (const auto* format = find(body, "output_format"))
    put_format(*format, "output_format", chat, faults);
  if (const auto* config = find(body, "output_config"))
    effort = put_output_config(*config, chat, faults);
  const auto* thinking = find(body, "thinking");
  if (thinking != nullptr) {
    effort = thinking_effort(*thinking, std::move(effort), faults);
    chat["thinking"] = *thinking;
  }
  if (!effort.empty())
    chat["reasoning_effort"] = std::move(effort);
  return thinking != nullptr && shows_thinking(*thinking);
}

void put_settings(const json& body, json& chat, fault_log& faults) {
  const auto* limit = find(body, "max_tokens");
  if (limit == nullptr)
    faults.missing("max_tokens", "the most tokens that the answer may have");
  else if (count_of(limit) == 0)
    faults.wrong_type("max_tokens", "a whole number of at least 1");
  chat["max_tokens"] = count_of(limit);
  if (const auto* sequences = find(body, "stop_sequences"))
    put_stop(*sequences, chat, faults);
  if (const auto* metadata = find(body, "metadata"))
    put_metadata(*metadata, chat, faults);
  auto tier = faults.optional_text(body, {}, "service_tier");
  if (!tier.empty())
    chat["service_tier"] = tier == "standard_only" ? "default" : tier;
}

} // namespace bellwether::surfaces::anthropic
