#include "simulator/openai/request.hpp"

#include "simulator/openai/messages.hpp"
#include "simulator/openai/tools.hpp"
#include "simulator/sample_arguments.hpp"

namespace bellwether::simulator {

namespace dom = simdjson::dom;

namespace {

refusal read_model(dom::object root, question& q) {
  const auto model = member(root, "model");
  if (!model) {
    return refuse("You must provide a model parameter.", "model",
                  "missing_required_parameter");
  }
  q.model = text_of(*model).value_or("");
  return q.model.empty() ? wrong_type("model", "a string") : std::nullopt;
}

refusal read_stream(dom::object root, question& q) {
  if (auto no = read_bool(root, "stream", q.stream)) {
    return no;
  }
  const auto options = member(root, "stream_options");
  if (!options) {
    return std::nullopt;
  }
  const auto object = object_of(*options);
  if (!object) {
    return wrong_type("stream_options", "an object");
  }
  if (!q.stream) {
    return refuse(
        "The 'stream_options' parameter is only allowed when "
        "'stream' is enabled.",
        "stream_options", {});
  }
  return read_bool(*object, "include_usage", q.include_usage);
}

refusal read_choices(dom::object root, const house_rules& rules, question& q) {
  constexpr std::size_t most = 128;
  std::optional<std::size_t> n;
  if (auto no = read_limit(root, "n", n)) {
    return no;
  }
  q.choices = n.value_or(1);
  if (q.choices > 1 && !rules.many_choices) {
    return refuse("Invalid n value (currently only n = 1 is supported)", "n",
                  "invalid_request_error");
  }
  return q.choices > most ? refuse("Invalid 'n': above the maximum value 128.",
                                   "n", "integer_above_max_value")
                          : std::nullopt;
}

refusal read_limits(dom::object root, const house_rules& rules, question& q) {
  if (rules.reasoning_model && member(root, "max_tokens")) {
    return refuse(
        "Unsupported parameter: 'max_tokens' is not supported with this model. "
        "Use 'max_completion_tokens' instead.",
        "max_tokens", "unsupported_parameter");
  }
  std::optional<std::size_t> newer;
  auto no = first_refusal(
      [&] { return read_limit(root, "max_tokens", q.max_tokens); },
      [&] { return read_limit(root, "max_completion_tokens", newer); });
  if (newer && rules.newer_limit) {
    q.max_tokens = newer;
  }
  return no;
}

refusal check_sampling(dom::object root, const house_rules& rules) {
  const auto temperature = member(root, "temperature");
  double t = 1;
  if (rules.reasoning_model && temperature
      && temperature->get(t) == simdjson::SUCCESS && t != 1) {
    return refuse(
        "Unsupported value: 'temperature' does not support this value with "
        "this model. Only the default (1) value is supported.",
        "temperature", "unsupported_value");
  }
  return first_refusal([&] { return check_range(root, "temperature", 2); },
                       [&] { return check_range(root, "top_p", 1); });
}

refusal check_strangers(dom::object root, const house_rules& rules) {
  for (const auto* name : {"thinking", "top_k"}) {
    if (rules.strict_members && member(root, name)) {
      return unknown_parameter(name);
    }
  }
  return std::nullopt;
}

refusal read_stops(dom::object root, question& q) {
  constexpr std::size_t most = 4;
  const auto value = member(root, "stop");
  if (!value) {
    return std::nullopt;
  }
  if (const auto text = text_of(*value)) {
    q.stops.emplace_back(*text);
    return std::nullopt;
  }
  const auto list = array_of(*value);
  if (!list || list->size() > most) {
    return wrong_type("stop", "a string or an array of up to four");
  }
  for (const auto item : *list) {
    q.stops.emplace_back(text_of(item).value_or(""));
  }
  std::erase(q.stops, "");
  return std::nullopt;
}

refusal read_schema(dom::object format, question& q) {
  const auto value = member(format, "json_schema");
  const auto named = value ? object_of(*value) : std::nullopt;
  if (!named || !text_member(*named, "name")) {
    return missing("response_format.json_schema.name");
  }
  const auto schema = member(*named, "schema");
  if (!schema || !schema->is_object()) {
    return missing("response_format.json_schema.schema");
  }
  q.json = sample_arguments(simdjson::minify(*schema));
  return std::nullopt;
}

refusal read_format(dom::object root, const house_rules& rules,
                    const dialogue& d, question& q) {
  const auto value = member(root, "response_format");
  if (!value) {
    return std::nullopt;
  }
  const auto format = object_of(*value);
  const auto type = format ? text_member(*format, "type") : std::nullopt;
  if (type == "json_schema") {
    return rules.json_schema
               ? read_schema(*format, q)
               : refuse("This response_format type is unavailable now",
                        "response_format", "invalid_request_error");
  }
  if (type == "json_object") {
    if (rules.json_needs_word && !d.mentions_json()) {
      return refuse(
          "Prompt must contain the word 'json' in some form to use "
          "'response_format' of type 'json_object'.",
          "response_format", "invalid_request_error");
    }
    q.json = R"({"simulated":true})";
    return std::nullopt;
  }
  return type == "text" ? std::nullopt
                        : refuse("Invalid value for 'response_format.type'.",
                                 "response_format.type", "invalid_value");
}

refusal read_root(dom::object root, const request_view& r, question& q) {
  if (auto no = read_model(root, q)) {
    return no;
  }
  const auto rules = rules_for(r, root, q.model);
  dialogue d;
  auto no = first_refusal([&] { return read_messages(root, rules, r.seed, d); },
                          [&] { return check_strangers(root, rules); },
                          [&] { return read_stream(root, q); },
                          [&] { return read_limits(root, rules, q); },
                          [&] { return check_sampling(root, rules); },
                          [&] { return read_choices(root, rules, q); },
                          [&] { return read_stops(root, q); },
                          [&] { return read_format(root, rules, d, q); },
                          [&] { return read_tools(root, rules, d, q); });
  q.text_hash = d.hash();
  q.prompt_tokens = d.prompt_tokens();
  q.prompt_bytes = d.bytes();
  q.sights = d.sights();
  q.thinks = rules.thinks;
  return no;
}

} // namespace

std::variant<question, http_reply> read_chat(const request_view& r,
                                             dom::parser& parser) {
  dom::object root;
  if (parser.parse(r.body.data(), r.body.size(), true).get(root)
      != simdjson::SUCCESS) {
    return openai_error(400,
                        "We could not parse the JSON body of your request.",
                        "invalid_request_error");
  }
  question q;
  if (auto no = read_root(root, r, q)) {
    return std::move(*no);
  }
  return q;
}

} // namespace bellwether::simulator
