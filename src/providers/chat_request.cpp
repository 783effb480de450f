#include "providers/chat_request.hpp"

#include "providers/chat_messages.hpp"
#include "providers/json_dom.hpp"
#include "providers/request_body.hpp"

#include <algorithm>
#include <utility>

namespace bellwether::providers {

namespace {

using domain::request_facts;
using problem = std::optional<request_problem>;

problem read_flag(const dom::element& value, std::string_view name,
                  bool& flag) {
  if (value.get_bool().get(flag) == simdjson::SUCCESS)
    return std::nullopt;
  return wrong_type(std::string(name), "true or false");
}

problem read_tools(const dom::element& value, std::string_view name,
                   request_facts& facts) {
  dom::array tools;
  if (value.get_array().get(tools) != simdjson::SUCCESS)
    return wrong_type(std::string(name), "an array");
  facts.tools = facts.tools || tools.begin() != tools.end();
  facts.prompt_chars += text_size(value);
  return std::nullopt;
}

// No answer is that long; sums of larger numbers could overflow.
constexpr std::int64_t most_output_tokens = 1'000'000'000;

problem read_limit(const dom::element& value, std::string_view name,
                   std::optional<std::int64_t>& limit) {
  limit = value.is_uint64() && !value.is_int64() ? most_output_tokens
                                                 : integer_of(value);
  if (limit)
    limit = std::min(*limit, most_output_tokens);
  if (limit && *limit > 0)
    return std::nullopt;
  return wrong_type(std::string(name), "a whole number of at least 1");
}

// Routing fields of the whole body, each of them seen once it is known to be
// there and not null. A repeated one counts as its last.
struct body_reader {
  request_facts facts;
  std::optional<std::int64_t> max_tokens;
  bool has_model = false;
  bool has_messages = false;

  problem read(std::string_view key, const dom::element& value) {
    switch (key.size()) {
      case 1:
        return key == "n" ? read_choices(value) : std::nullopt;
      case 5:
        return key == "model"   ? read_once_more_model(value)
               : key == "tools" ? read_tools(value, key, facts)
                                : std::nullopt;
      case 6:
        return key == "stream" ? read_flag(value, key, facts.stream)
                               : std::nullopt;
      case 8:
        return key == "messages"   ? read_all_messages(value)
               : key == "metadata" ? read_metadata(value)
                                   : std::nullopt;
      case 9:
        return key == "functions" ? read_tools(value, key, facts)
                                  : std::nullopt;
      default:
        return read_rarer(key, value);
    }
  }

private:
  problem read_once_more_model(const dom::element& value) {
    has_model = true;
    return read_model(value, facts);
  }

  problem read_all_messages(const dom::element& value) {
    has_messages = true;
    return read_messages(value, facts);
  }

  // It is the caller's own: what is none, or too much, is not kept.
  problem read_metadata(const dom::element& value) {
    facts.metadata.clear();
    if (value.is_object()
        && text_size(value) <= std::int64_t{most_metadata_bytes})
      facts.metadata = simdjson::minify(value);
    if (facts.metadata.size() > most_metadata_bytes)
      facts.metadata.clear();
    return std::nullopt;
  }

  problem read_choices(const dom::element& value) {
    std::optional<std::int64_t> choices;
    auto fault = read_limit(value, "n", choices);
    facts.many_choices = choices.value_or(1) > 1;
    return fault;
  }

  problem read_rarer(std::string_view key, const dom::element& value) {
    if (key == "max_tokens")
      return read_limit(value, key, max_tokens);
    if (key == "max_completion_tokens")
      return read_limit(value, key, facts.max_output_tokens);
    if (key == "stream_options")
      return read_stream_options(value);
    if (key == "modalities")
      return read_modalities(value);
    if (key == "response_format")
      return read_response_format(value);
    return std::nullopt;
  }

  problem read_stream_options(const dom::element& value) {
    if (!value.is_object())
      return wrong_type("stream_options", "an object");
    const auto wanted = member_of(value, "include_usage");
    if (!wanted)
      return std::nullopt;
    return read_flag(*wanted, "stream_options.include_usage",
                     facts.wants_usage);
  }

  problem read_modalities(const dom::element& value) {
    dom::array modalities;
    if (value.get_array().get(modalities) != simdjson::SUCCESS)
      return wrong_type("modalities", "an array of strings");
    for (const auto modality : modalities)
      facts.audio = facts.audio || text_of(modality) == "audio";
    return std::nullopt;
  }

  problem read_response_format(const dom::element& value) {
    if (!value.is_object())
      return wrong_type("response_format", "an object with a 'type'");
    facts.json_schema = text_member(value, "type") == "json_schema";
    if (facts.json_schema)
      facts.prompt_chars += text_size(value);
    return std::nullopt;
  }
};

} // namespace

std::variant<request_facts, request_problem> read_chat_request(
    std::string_view body) {
  const auto root = read_object(body);
  if (const auto* wrong = std::get_if<request_problem>(&root))
    return *wrong;
  body_reader reader;
  for (const auto [key, value] : dom::object(std::get<dom::element>(root))) {
    if (value.is_null())
      continue;
    if (auto fault = reader.read(key, value))
      return *std::move(fault);
  }
  if (!reader.has_model)
    return missing("model", "the name of a model or route");
  if (!reader.has_messages)
    return missing("messages", "an array of at least one message");
  if (!reader.facts.max_output_tokens)
    reader.facts.max_output_tokens = reader.max_tokens;
  return std::move(reader.facts);
}

} // namespace bellwether::providers
