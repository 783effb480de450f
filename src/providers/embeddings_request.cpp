#include "providers/embeddings_request.hpp"

#include "providers/chat_messages.hpp"
#include "providers/json_dom.hpp"
#include "providers/request_body.hpp"

#include <optional>
#include <string>
#include <utility>

namespace bellwether::providers {

namespace {

using domain::request_facts;
using problem = std::optional<request_problem>;

constexpr std::size_t max_inputs = 2'048;
// The reverse of the rule that four characters make a token.
constexpr std::int64_t chars_per_token = 4;

constexpr std::string_view input_types =
    "a string, an array of strings, an array of tokens or an array of such"
    " arrays";

request_problem empty(std::string param) {
  auto message = "'" + param + "' is empty: send text or tokens to embed.";
  return {std::move(message), std::move(param), "empty_input"};
}

std::string item(std::size_t index) {
  return "input[" + std::to_string(index) + "]";
}

problem read_text(const dom::element& value, const std::string& path,
                  request_facts& facts) {
  const auto text = text_of(value);
  if (text.empty())
    return empty(path);
  facts.prompt_chars += static_cast<std::int64_t>(text.size());
  return std::nullopt;
}

problem read_tokens(const dom::array& tokens, const std::string& path,
                    request_facts& facts) {
  if (tokens.begin() == tokens.end())
    return empty(path);
  for (const auto token : tokens) {
    if (!integer_of(token))
      return wrong_type(path, "an array of whole numbers");
    facts.prompt_chars += chars_per_token;
  }
  return std::nullopt;
}

// All inputs are of the first one's kind.
problem read_batch(const dom::array& inputs, request_facts& facts) {
  const bool texts = (*inputs.begin()).is_string();
  std::size_t index = 0;
  for (const auto input : inputs) {
    if (index == max_inputs)
      return request_problem{
          "'input' holds too much: send at most 2048 inputs"
          " at a time.",
          "input", "array_above_max_length"};
    const auto path = item(index++);
    dom::array tokens;
    problem fault;
    if (texts && input.is_string())
      fault = read_text(input, path, facts);
    else if (!texts && input.get_array().get(tokens) == simdjson::SUCCESS)
      fault = read_tokens(tokens, path, facts);
    else
      fault = wrong_type("input", input_types);
    if (fault)
      return fault;
  }
  return std::nullopt;
}

problem read_input(const dom::element& value, request_facts& facts) {
  if (value.is_string())
    return read_text(value, "input", facts);
  dom::array inputs;
  if (value.get_array().get(inputs) != simdjson::SUCCESS)
    return wrong_type("input", input_types);
  if (inputs.begin() == inputs.end())
    return empty("input");
  if ((*inputs.begin()).is_number())
    return read_tokens(inputs, "input", facts);
  return read_batch(inputs, facts);
}

problem read_format(const dom::element& value, bool& base64) {
  const auto format = text_of(value);
  if (format != "float" && format != "base64")
    return request_problem{R"('encoding_format' must be "float" or "base64".)",
                           "encoding_format", "invalid_value"};
  base64 = format == "base64";
  return std::nullopt;
}

problem read_dimensions(const dom::element& value) {
  if (integer_of(value).value_or(0) < 1)
    return wrong_type("dimensions", "a whole number of at least 1");
  return std::nullopt;
}

problem read_member(std::string_view key, const dom::element& value,
                    embeddings_request& out) {
  if (key == "model")
    return read_model(value, out.facts);
  if (key == "input")
    return read_input(value, out.facts);
  if (key == "encoding_format")
    return read_format(value, out.base64);
  if (key == "dimensions")
    return read_dimensions(value);
  return std::nullopt;
}

} // namespace

std::variant<embeddings_request, request_problem> read_embeddings_request(
    std::string_view body) {
  const auto root = read_object(body);
  if (const auto* wrong = std::get_if<request_problem>(&root))
    return *wrong;
  embeddings_request out;
  out.facts.task = domain::task::embeddings;
  bool has_input = false;
  for (const auto [key, value] : dom::object(std::get<dom::element>(root))) {
    if (value.is_null())
      continue;
    if (auto fault = read_member(key, value, out))
      return *std::move(fault);
    has_input = has_input || key == "input";
  }
  if (out.facts.model.empty())
    return missing("model", "the name of a model or route");
  if (!has_input)
    return missing("input", "the text to embed, or an array of texts");
  return out;
}

} // namespace bellwether::providers
