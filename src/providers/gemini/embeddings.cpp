#include "providers/gemini/embeddings.hpp"

#include "providers/answer_body.hpp"
#include "providers/conversation_fields.hpp"
#include "providers/error_class.hpp"
#include "providers/gemini/embeddings_answer.hpp"
#include "providers/gemini/model_name.hpp"
#include "providers/gemini/wire.hpp"
#include "providers/json_dom.hpp"

#include <nlohmann/json.hpp>

#include <stdexcept>
#include <utility>

namespace bellwether::providers {

namespace {

using domain::failure;
using nlohmann::ordered_json;
using fault = std::optional<failure>;

// Google refuses larger batches.
constexpr std::size_t most_inputs = 100;

constexpr std::string_view input_types = "a string or an array of strings";

class batch {
public:
  explicit batch(const target& to)
      : model_(gemini::resource_name(to.upstream_model)) {}

  fault add_inputs(const dom::element& input) {
    if (input.is_string())
      return add(input);
    dom::array inputs;
    if (input.get_array().get(inputs) != simdjson::SUCCESS
        || inputs.begin() == inputs.end())
      return mistyped_field("input", input_types);
    if (inputs.size() > most_inputs)
      return unsupported_field("input", "send at most 100 inputs at a time.");
    for (const auto one : inputs) {
      if (auto failed = add(one))
        return failed;
    }
    return std::nullopt;
  }

  void set_dimensions(std::int64_t dimensions) {
    for (auto& request : requests_)
      request["outputDimensionality"] = dimensions;
  }

  std::string take() {
    auto out = ordered_json::object();
    out["requests"] = std::move(requests_);
    return out.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
  }

private:
  // Numbers, or lists of them, are OpenAI's tokens.
  fault add(const dom::element& input) {
    if (input.is_number() || input.is_array())
      return unsupported_field("input", "send text instead of tokens.");
    if (!input.is_string())
      return mistyped_field("input", input_types);
    auto part = ordered_json::object();
    part["text"] = text_of(input);
    auto request = ordered_json::object();
    request["model"] = model_;
    request["content"]["parts"].push_back(std::move(part));
    requests_.push_back(std::move(request));
    return std::nullopt;
  }

  std::string model_;
  ordered_json requests_ = ordered_json::array();
};

class gemini_embeddings_codec final : public codec {
public:
  std::string path(const target& t, bool) const override {
    return gemini::method_path(t.upstream_model, "batchEmbedContents");
  }

  std::vector<std::pair<std::string, std::string>> headers(
      std::string_view api_key) const override {
    return gemini::request_headers(api_key);
  }

  std::variant<encoded, failure> encode(std::string_view body, const target& t,
                                        bool) const override {
    dom::element root;
    if (parse_json(body).get(root) != simdjson::SUCCESS)
      return mistyped_field("the body", "a JSON object");
    const auto input = member_of(root, "input");
    if (!input)
      return mistyped_field("input", input_types);
    batch out(t);
    if (auto failed = out.add_inputs(*input))
      return *std::move(failed);
    if (const auto wanted = member_of(root, "dimensions")) {
      const auto dimensions = integer_of(*wanted);
      if (!dimensions || *dimensions < 1)
        return mistyped_field("dimensions", "a whole number of at least 1");
      out.set_dimensions(*dimensions);
    }
    return encoded{out.take(), {}};
  }

  std::variant<answer, failure> decode(
      const answer_head& head, std::string body,
      const decode_context& context) const override {
    auto out = gemini::decode_embeddings(gemini::trimmed_body(body),
                                         head.status, context);
    if (auto* failed = std::get_if<failure>(&out))
      return with_wait(std::move(*failed), head);
    return out;
  }

  std::unique_ptr<stream_decoder> decode_stream(decode_context) const override {
    throw std::logic_error("embeddings are not streamed");
  }

  std::string models_path() const override { return "/models?pageSize=1"; }

  domain::quota_report quota(const answer_head&) const override { return {}; }

  failure classify(const answer_head& head,
                   std::string_view body) const override {
    if (head.status < 200 || head.status >= 300)
      return gemini::failed_answer(head, body);
    auto read =
        gemini::decode_embeddings(gemini::trimmed_body(body), head.status, {});
    if (auto* failed = std::get_if<failure>(&read))
      return with_wait(std::move(*failed), head);
    return not_an_answer("The answer is not what was asked for.", head.status);
  }
};

} // namespace

std::unique_ptr<codec> make_gemini_embeddings_codec() {
  return std::make_unique<gemini_embeddings_codec>();
}

} // namespace bellwether::providers
