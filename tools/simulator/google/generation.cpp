#include "simulator/google/generation.hpp"

#include "simulator/google/models.hpp"
#include "simulator/google/schema.hpp"
#include "simulator/google/thinking_config.hpp"
#include "simulator/sample_arguments.hpp"

#include <array>

namespace bellwether::simulator {

namespace dom = simdjson::dom;

namespace {

constexpr std::array<std::string_view, 22> members{"temperature",
                                                   "topP",
                                                   "topK",
                                                   "candidateCount",
                                                   "maxOutputTokens",
                                                   "stopSequences",
                                                   "responseMimeType",
                                                   "responseSchema",
                                                   "responseJsonSchema",
                                                   "seed",
                                                   "presencePenalty",
                                                   "frequencyPenalty",
                                                   "responseLogprobs",
                                                   "logprobs",
                                                   "thinkingConfig",
                                                   "responseModalities",
                                                   "speechConfig",
                                                   "mediaResolution",
                                                   "imageConfig",
                                                   "audioTimestamp",
                                                   "enableEnhancedCivicAnswers",
                                                   "routingConfig"};

refusal read_numbers(dom::object config, question& q) {
  constexpr double most_tokens = 1e9;
  constexpr double most_candidates = 8;
  std::optional<double> ignored;
  std::optional<double> limit;
  std::optional<double> candidates;
  auto no = first_bad(
      [&] { return read_proto_number(config, "temperature", 0, 2, ignored); },
      [&] { return read_proto_number(config, "topP", 0, 1, ignored); },
      [&] {
        return read_proto_number(config, "presencePenalty", -2, 2, ignored);
      },
      [&] {
        return read_proto_number(config, "frequencyPenalty", -2, 2, ignored);
      },
      [&] {
        return read_proto_number(config, "maxOutputTokens", 1, most_tokens,
                                 limit);
      },
      [&] {
        return read_proto_number(config, "candidateCount", 1, most_candidates,
                                 candidates);
      });
  if (limit) {
    q.max_tokens = static_cast<std::size_t>(*limit);
  }
  q.choices = static_cast<std::size_t>(candidates.value_or(1));
  return no;
}

refusal read_stops(dom::object config, question& q) {
  constexpr std::size_t most = 5;
  std::optional<dom::array> list;
  if (auto no = read_proto_array(config, "stopSequences", "generation_config",
                                 list)) {
    return no;
  }
  if (list && list->size() > most) {
    return google_error(400,
                        "* GenerateContentRequest.generation_config."
                        "stop_sequences: the maximum number of stop sequences "
                        "is 5.");
  }
  for (const auto item : items_of(list)) {
    q.stops.emplace_back(text_of(item).value_or(""));
  }
  std::erase(q.stops, "");
  return std::nullopt;
}

/// `open` and `full`: whether there is a schema of either kind.
refusal check_schemas(bool json, bool open, bool full) {
  if ((open || full) && !json) {
    return google_error(400,
                        "A response schema is only supported with "
                        "response_mime_type application/json.");
  }
  if (open && full) {
    return google_error(
        400,
        "Only one of response_schema and response_json_schema can be set.");
  }
  return std::nullopt;
}

refusal read_format(dom::object config, std::string_view model, bool tools,
                    question& q) {
  const auto mime = proto_text(config, "responseMimeType").value_or("");
  const auto open = proto_member(config, "responseSchema");
  const auto full = proto_member(config, "responseJsonSchema");
  const bool json = mime == "application/json";
  if (!json && !mime.empty() && mime != "text/plain" && mime != "text/x.enum") {
    return bad_value("generation_config.response_mime_type",
                     "text/plain, application/json or text/x.enum");
  }
  if (auto no = check_schemas(json, open.has_value(), full.has_value())) {
    return no;
  }
  if (json && tools && is_gemini_25(model)) {
    return google_error(400,
                        "Function calling with a response mime type: "
                        "'application/json' is unsupported");
  }
  if (json) {
    const auto schema = open ? open : full;
    q.json = schema ? sample_arguments(simdjson::minify(*schema))
                    : R"({"simulated":true})";
  }
  return open ? check_schema(*open, "generation_config.response_schema")
              : std::nullopt;
}

} // namespace

refusal read_generation(dom::object root, std::string_view model, bool tools,
                        question& q) {
  std::optional<dom::object> found;
  if (auto no = read_proto_object(root, "generationConfig", "", found)) {
    return no;
  }
  if (!found) {
    q.thinks = thinks_by_default(model) ? thinking::hidden : thinking::none;
    return std::nullopt;
  }
  const auto config = *found;
  return first_bad(
      [&] { return check_proto(config, "generation_config", members); },
      [&] { return read_numbers(config, q); },
      [&] { return read_stops(config, q); },
      [&] { return read_format(config, model, tools, q); },
      [&] { return read_thinking_config(config, model, q); });
}

} // namespace bellwether::simulator
