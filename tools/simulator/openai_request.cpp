#include "simulator/openai_request.hpp"

#include "simulator/openai_messages.hpp"
#include "simulator/sample_arguments.hpp"

#include <optional>
#include <simdjson.h>

namespace bellwether::simulator {

namespace dom = simdjson::dom;

namespace {

refusal read_stream(dom::object root, question& q) {
  if (auto no = read_bool(root, "stream", q.stream)) {
    return no;
  }
  const auto options = member(root, "stream_options");
  if (!options) {
    return std::nullopt;
  }
  dom::object object;
  if (options->get(object) != simdjson::SUCCESS) {
    return wrong_type("stream_options", "an object");
  }
  if (!q.stream) {
    return refuse(
        "The 'stream_options' parameter is only allowed when "
        "'stream' is enabled.",
        "stream_options", {});
  }
  return read_bool(object, "include_usage", q.include_usage);
}

refusal check_choices(dom::object root) {
  std::optional<std::size_t> n;
  if (auto no = read_limit(root, "n", n)) {
    return no;
  }
  return n.value_or(1) == 1
             ? std::nullopt
             : refuse("The simulator gives one choice.", "n", "invalid_value");
}

/// Whether a tool must be called, and which one ("": the first).
std::optional<std::string_view> tool_to_call(dom::object root,
                                             const prompt& p) {
  if (const auto choice = member(root, "tool_choice")) {
    dom::object object;
    if (choice->get(object) == simdjson::SUCCESS) {
      dom::element name;
      const bool named =
          object.at_pointer("/function/name").get(name) == simdjson::SUCCESS
          && name.is_string();
      return named ? name.get_string().value_unsafe() : std::string_view{};
    }
    const auto word = text_member(root, "tool_choice").value_or("");
    if (word == "none") {
      return std::nullopt;
    }
    if (word == "required") {
      return std::string_view{};
    }
  }
  return p.last_user_text.find("call the tool") != std::string_view::npos
             ? std::optional<std::string_view>{""}
             : std::nullopt;
}

refusal read_tools(dom::object root, const prompt& p, question& q) {
  const auto value = member(root, "tools");
  if (!value) {
    return std::nullopt;
  }
  dom::array tools;
  if (value->get(tools) != simdjson::SUCCESS) {
    return wrong_type("tools", "an array of objects");
  }
  const auto wanted = tool_to_call(root, p);
  for (const auto tool : tools) {
    dom::element name;
    if (tool.at_pointer("/function/name").get(name) != simdjson::SUCCESS
        || !name.is_string()) {
      return refuse("Missing required parameter: 'tools[].function.name'.",
                    "tools", "missing_required_parameter");
    }
    const auto text = name.get_string().value_unsafe();
    if (!wanted || q.tool || (!wanted->empty() && *wanted != text)) {
      continue;
    }
    dom::element schema;
    const bool has_schema = tool.at_pointer("/function/parameters").get(schema)
                            == simdjson::SUCCESS;
    q.tool = tool_wish{
        std::string{text},
        has_schema ? sample_arguments(simdjson::minify(schema)) : "{}"};
  }
  return std::nullopt;
}

refusal read_model(dom::object root, question& q) {
  const auto model = member(root, "model");
  if (!model) {
    return refuse("You must provide a model parameter.", "model",
                  "missing_required_parameter");
  }
  if (!model->is_string() || model->get_string().value_unsafe().empty()) {
    return wrong_type("model", "a string");
  }
  q.model = model->get_string().value_unsafe();
  return std::nullopt;
}

refusal read_root(dom::object root, question& q) {
  prompt p;
  std::optional<std::size_t> newer;
  const auto first = [](auto&&... steps) {
    refusal no;
    static_cast<void>((... || (no = steps()).has_value()));
    return no;
  };
  auto no =
      first([&] { return read_model(root, q); },
            [&] { return read_messages(root, p); },
            [&] { return read_stream(root, q); },
            [&] { return read_limit(root, "max_tokens", q.max_tokens); },
            [&] { return read_limit(root, "max_completion_tokens", newer); },
            [&] { return check_range(root, "temperature", 2); },
            [&] { return check_range(root, "top_p", 1); },
            [&] { return check_choices(root); },
            [&] { return read_tools(root, p, q); });
  constexpr std::size_t characters_per_token = 4;
  q.text_hash = p.hash;
  q.prompt_tokens =
      (p.characters + characters_per_token - 1) / characters_per_token;
  if (newer) {
    q.max_tokens = newer;
  }
  return no;
}

} // namespace

struct openai_request_reader::impl {
  dom::parser parser;
};

openai_request_reader::openai_request_reader()
    : impl_{std::make_unique<impl>()} {}

openai_request_reader::~openai_request_reader() = default;

std::variant<question, http_reply> openai_request_reader::read(
    std::string_view body) {
  dom::object root;
  if (impl_->parser.parse(body.data(), body.size(), true).get(root)
      != simdjson::SUCCESS) {
    return openai_error(400,
                        "We could not parse the JSON body of your request.",
                        "invalid_request_error");
  }
  question q;
  if (auto no = read_root(root, q)) {
    return std::move(*no);
  }
  return q;
}

} // namespace bellwether::simulator
