#include "providers/gemini/embeddings_answer.hpp"

#include "providers/answer_body.hpp"
#include "providers/error_body.hpp"
#include "providers/error_class.hpp"
#include "providers/gemini/completion_json.hpp"
#include "providers/gemini/usage.hpp"
#include "providers/json_dom.hpp"
#include "providers/vector_base64.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <utility>

namespace bellwether::providers::gemini {

namespace {

using domain::failure;
using nlohmann::ordered_json;

std::optional<ordered_json> vector_json(const dom::element& embedding,
                                        bool base64) {
  dom::array values;
  const auto member = member_of(embedding, "values");
  if (!member || member->get_array().get(values) != simdjson::SUCCESS)
    return std::nullopt;
  std::vector<float> floats;
  auto numbers = ordered_json::array();
  for (const auto value : values) {
    double number = 0;
    if (value.get_double().get(number) != simdjson::SUCCESS)
      return std::nullopt;
    if (base64)
      floats.push_back(static_cast<float>(number));
    else
      numbers.push_back(number);
  }
  if (base64)
    return ordered_json(to_base64(floats));
  return numbers;
}

std::optional<ordered_json> data_json(const dom::array& embeddings,
                                      bool base64) {
  auto out = ordered_json::array();
  for (const auto embedding : embeddings) {
    auto vector = vector_json(embedding, base64);
    if (!vector)
      return std::nullopt;
    auto item = ordered_json::object();
    item["object"] = "embedding";
    item["index"] = out.size();
    item["embedding"] = *std::move(vector);
    out.push_back(std::move(item));
  }
  return out;
}

std::optional<domain::usage> usage_in(const dom::element& root) {
  const auto metadata = member_of(root, "usageMetadata");
  return metadata ? read_usage_metadata(*metadata) : std::nullopt;
}

} // namespace

std::variant<answer, failure> decode_embeddings(std::string_view body,
                                                int status,
                                                const decode_context& context) {
  dom::element root;
  if (auto failed = parse_answer(body, status, root))
    return *std::move(failed);
  dom::array embeddings;
  const auto member = member_of(root, "embeddings");
  if (!member || member->get_array().get(embeddings) != simdjson::SUCCESS
      || embeddings.begin() == embeddings.end()) {
    if (const auto error = read_embedded_error(body))
      return classify_embedded(*error, status);
    return not_an_answer("The answer holds no embeddings.", status);
  }
  auto data = data_json(embeddings, context.base64_vectors);
  if (!data)
    return not_an_answer("An embedding is not a list of numbers.", status);
  const auto used = usage_in(root);
  auto out = ordered_json::object();
  out["object"] = "list";
  out["data"] = *std::move(data);
  out["model"] = context.model;
  out["usage"]["prompt_tokens"] = used ? used->prompt : 0;
  out["usage"]["total_tokens"] = used ? used->total() : 0;
  return answer{dump(out), used};
}

} // namespace bellwether::providers::gemini
