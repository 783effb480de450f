#include "providers/openai/embeddings_answer.hpp"

#include "providers/answer_body.hpp"
#include "providers/error_body.hpp"
#include "providers/error_class.hpp"
#include "providers/json_dom.hpp"
#include "providers/openai/json_pieces.hpp"
#include "providers/openai/strict_message.hpp"
#include "providers/openai/usage.hpp"
#include "providers/vector_base64.hpp"

#include <charconv>
#include <cmath>
#include <optional>
#include <span>

namespace bellwether::providers {

namespace {

using domain::failure;
using domain::usage;

struct list_facts {
  bool is_list = false;   ///< every item holds a vector
  bool is_strict = false; ///< in shape and in the form that is wanted
  std::optional<domain::usage> counted;
};

// Embeddings write nothing: everything counted was read.
std::optional<usage> counted_by(const dom::element& root) {
  const auto member = member_of(root, "usage");
  if (!member)
    return std::nullopt;
  auto out = read_usage(*member);
  const auto total = member_of(*member, "total_tokens");
  if (!out && total)
    out = usage{.prompt = integer_of(*total).value_or(0)};
  if (out)
    out->completion = out->reasoning = 0;
  return out;
}

bool is_strict_usage(const dom::element& root, const usage& counted) {
  const auto member = member_of(root, "usage");
  for (const auto* name : {"prompt_tokens", "total_tokens"}) {
    const auto count = member ? member_of(*member, name) : std::nullopt;
    if (!count || integer_of(*count) != counted.prompt)
      return false;
  }
  return true;
}

void look_at_item(const dom::element& item, bool base64, list_facts& out) {
  const auto vector = member_of(item, "embedding");
  const auto index = member_of(item, "index");
  if (!vector || (!vector->is_array() && !vector->is_string())) {
    out.is_list = false;
    return;
  }
  out.is_strict = out.is_strict && vector->is_string() == base64 && index
                  && index->is_int64()
                  && text_member(item, "object") == "embedding";
}

list_facts look_at(const dom::element& root, bool base64) {
  list_facts out;
  dom::array items;
  const auto data = member_of(root, "data");
  if (!data || data->get_array().get(items) != simdjson::SUCCESS
      || items.begin() == items.end())
    return out;
  out.counted = counted_by(root);
  out.is_list = true;
  out.is_strict = text_member(root, "object") == "list"
                  && !text_member(root, "model").empty() && out.counted
                  && is_strict_usage(root, *out.counted);
  for (const auto item : items)
    look_at_item(item, base64, out);
  return out;
}

std::optional<std::vector<float>> read_numbers(std::string_view array) {
  dom::element root;
  dom::array numbers;
  if (parse_json(array).get(root) != simdjson::SUCCESS
      || root.get_array().get(numbers) != simdjson::SUCCESS)
    return std::nullopt;
  std::vector<float> out;
  out.reserve(numbers.size());
  for (const auto number : numbers) {
    double value = 0;
    if (number.get_double().get(value) != simdjson::SUCCESS)
      return std::nullopt;
    out.push_back(static_cast<float>(value));
  }
  return out;
}

// Nothing if a number is none that JSON has.
std::optional<std::string> write_numbers(std::span<const float> numbers) {
  std::string out = "[";
  char text[32];
  for (const float number : numbers) {
    if (!std::isfinite(number))
      return std::nullopt;
    if (out.size() > 1)
      out += ',';
    out.append(text, std::to_chars(text, text + sizeof text, number).ptr);
  }
  out += ']';
  return out;
}

// The vector in the other form; nothing if it is broken.
std::optional<std::string> converted(std::string_view vector) {
  if (is_array(vector)) {
    const auto numbers = read_numbers(vector);
    return numbers ? std::optional(json_quote(to_base64(*numbers)))
                   : std::nullopt;
  }
  // Some servers escape the slashes of base64.
  std::string text(inside_quotes(vector));
  std::erase(text, '\\');
  const auto numbers = from_base64(text);
  return numbers ? write_numbers(*numbers) : std::nullopt;
}

std::optional<std::string> mend_item(std::string_view item, std::size_t place,
                                     bool base64) {
  json_edits edits;
  edits.set("object", R"("embedding")");
  if (!whole_number(value_of(item, "index")))
    edits.set("index", std::to_string(place));
  const auto vector = value_of(item, "embedding");
  if (is_string(vector) != base64) {
    auto other = converted(vector);
    if (!other)
      return std::nullopt;
    edits.set("embedding", *std::move(other));
  }
  return edits.apply(item);
}

std::optional<std::string> mended(std::string_view body,
                                  const std::optional<usage>& counted,
                                  const decode_context& context) {
  std::size_t place = 0;
  bool broken = false;
  json_edits edits;
  edits.set("object", R"("list")");
  edits.set("data", map_elements(value_of(body, "data"), [&](auto item) {
              auto made = mend_item(item, place++, context.base64_vectors);
              broken = broken || !made;
              return std::move(made).value_or("");
            }));
  if (broken)
    return std::nullopt;
  if (inside_quotes(value_of(body, "model")).empty())
    edits.set("model", json_quote(context.model));
  const auto tokens = std::to_string(counted.value_or(usage{}).prompt);
  const auto old = value_of(body, "usage");
  edits.set("usage",
            splice(is_object(old) ? old : "{}",
                   {{member_edit::kind::set, "prompt_tokens", tokens},
                    {member_edit::kind::set, "total_tokens", tokens}}));
  return edits.apply(body);
}

} // namespace

std::variant<answer, failure> read_embeddings(std::string body, int status,
                                              const decode_context& context) {
  dom::element root;
  if (auto failed = parse_answer(body, status, root))
    return *std::move(failed);
  const auto facts = look_at(root, context.base64_vectors);
  if (!facts.is_list) {
    if (const auto error = read_embedded_error(body))
      return classify_embedded(*error, status);
    return not_an_answer("The answer holds no embeddings.", status);
  }
  if (facts.is_strict)
    return answer{std::move(body), facts.counted};
  auto made = mended(body, facts.counted, context);
  if (!made)
    return not_an_answer("An embedding is not a list of numbers.", status);
  return answer{*std::move(made), facts.counted};
}

} // namespace bellwether::providers
