#include "simulator/base64.hpp"
#include "simulator/dialogue.hpp"
#include "simulator/embedding.hpp"
#include "simulator/json_text.hpp"
#include "simulator/openai/fields.hpp"
#include "simulator/openai/request.hpp"

namespace bellwether::simulator {

namespace dom = simdjson::dom;

namespace {

struct wanted_vectors {
  std::string model;
  std::vector<std::string> inputs; // numbers of tokens as their JSON text
  std::size_t dimensions = default_dimensions;
  std::size_t prompt_tokens = 0;
  std::size_t prompt_bytes = 0;
  bool base64 = false;
};

void add_input(dom::element input, wanted_vectors& w) {
  if (const auto text = text_of(input)) {
    dialogue d;
    d.add_text(*text);
    w.prompt_tokens += d.prompt_tokens();
    w.prompt_bytes += d.bytes();
    w.inputs.emplace_back(*text);
    return;
  }
  if (const auto tokens = array_of(input)) {
    w.prompt_tokens += tokens->size();
  }
  w.inputs.push_back(simdjson::minify(input));
}

/// A text, a list of texts, a list of tokens or a list of such lists.
refusal read_inputs(dom::object root, wanted_vectors& w) {
  constexpr std::size_t most = 2048;
  const auto value = member(root, "input");
  if (!value) {
    return missing("input");
  }
  const auto list = array_of(*value);
  if (!list && !value->is_string()) {
    return wrong_type("input", "a string or an array");
  }
  if (list && (list->size() == 0 || list->size() > most)) {
    return refuse("Invalid 'input': it has no or too many items.", "input",
                  "invalid_value");
  }
  if (!list || list->at(0).is_number()) {
    add_input(*value, w);
    return std::nullopt;
  }
  for (const auto item : *list) {
    const auto text = text_of(item);
    if (text ? text->empty() : !item.is_array()) {
      return refuse("Invalid 'input': an item is empty or of another kind.",
                    "input", "invalid_value");
    }
    add_input(item, w);
  }
  return std::nullopt;
}

refusal read_form(dom::object root, wanted_vectors& w) {
  const auto coding = text_member(root, "encoding_format").value_or("float");
  if (coding != "float" && coding != "base64") {
    return refuse("Invalid value for 'encoding_format'.", "encoding_format",
                  "invalid_value");
  }
  w.base64 = coding == "base64";
  std::optional<std::size_t> dimensions;
  if (auto no = read_limit(root, "dimensions", dimensions)) {
    return no;
  }
  w.dimensions = dimensions.value_or(default_dimensions);
  return w.dimensions > most_dimensions
             ? refuse("Invalid 'dimensions': above the maximum value 4096.",
                      "dimensions", "integer_above_max_value")
             : std::nullopt;
}

std::string answer_text(const wanted_vectors& w, std::uint64_t seed) {
  std::string data;
  std::size_t i = 0;
  for (const auto& input : w.inputs) {
    const auto numbers = embedding(seed, w.model, input, w.dimensions);
    data.append(data.empty() ? "" : ",");
    data.append(R"({"object":"embedding","index":)");
    data.append(std::to_string(i++)).append(R"(,"embedding":)");
    data.append(w.base64 ? json_text(base64_of(numbers)) : json_array(numbers));
    data.append("}");
  }
  const auto tokens = std::to_string(w.prompt_tokens);
  return R"({"object":"list","data":[)" + data + R"(],"model":)"
         + json_text(w.model) + R"(,"usage":{"prompt_tokens":)" + tokens
         + R"(,"total_tokens":)" + tokens + "}}";
}

} // namespace

http_reply answer_embeddings(const request_view& r, dom::parser& parser) {
  dom::object root;
  if (parser.parse(r.body.data(), r.body.size(), true).get(root)
      != simdjson::SUCCESS) {
    return openai_error(400,
                        "We could not parse the JSON body of your request.",
                        "invalid_request_error");
  }
  wanted_vectors w;
  w.model = text_member(root, "model").value_or("");
  auto no = w.model.empty()
                ? refuse("You must provide a model parameter.", "model",
                         "missing_required_parameter")
                : first_refusal([&] { return read_inputs(root, w); },
                                [&] { return read_form(root, w); });
  if (no) {
    return std::move(*no);
  }
  w.base64 = w.base64 && !r.quirks.has(quirk::float_embeddings_always);
  return {200, "content-type: application/json\r\n", answer_text(w, r.seed),
          vector_use{w.prompt_tokens, w.prompt_bytes, true}};
}

} // namespace bellwether::simulator
