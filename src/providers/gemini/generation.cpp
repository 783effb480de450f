#include "providers/gemini/generation.hpp"

#include "providers/conversation_fields.hpp"
#include "providers/gemini/thinking.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>

namespace bellwether::providers::gemini {

namespace {

using nlohmann::ordered_json;
using fault = std::optional<domain::failure>;
using names = std::vector<std::string>;

constexpr std::size_t most_stops = 5;
constexpr std::int64_t most_candidates = 8;

void set_sampling(const conversation& talk, const target& to,
                  ordered_json& config, names& dropped) {
  const bool takes = to.traits.sampling.value_or(true);
  const auto set = [&](const auto& value, const char* ours,
                       const char* theirs) {
    if (!value)
      return;
    if (takes)
      config[theirs] = *value;
    else
      dropped.emplace_back(ours);
  };
  set(talk.temperature, "temperature", "temperature");
  set(talk.top_p, "top_p", "topP");
  set(talk.top_k, "top_k", "topK");
}

// Zero is what they are by themselves, and some models refuse the very name.
void set_penalties(const conversation& talk, ordered_json& config) {
  if (talk.presence_penalty.value_or(0) != 0)
    config["presencePenalty"] = *talk.presence_penalty;
  if (talk.frequency_penalty.value_or(0) != 0)
    config["frequencyPenalty"] = *talk.frequency_penalty;
}

// Google's seed has 32 bits. The same seed must stay the same.
std::int32_t folded(std::int64_t seed) {
  using limits = std::numeric_limits<std::int32_t>;
  if (seed >= limits::min() && seed <= limits::max())
    return static_cast<std::int32_t>(seed);
  return static_cast<std::int32_t>(seed & limits::max());
}

void set_limit(const conversation& talk, const target& to,
               ordered_json& config) {
  if (!talk.max_tokens)
    return;
  config["maxOutputTokens"] = to.max_output_tokens > 0 ? std::min(
                                  *talk.max_tokens, to.max_output_tokens)
                                                       : *talk.max_tokens;
}

fault set_stops(const conversation& talk, ordered_json& config) {
  auto stops = ordered_json::array();
  for (const auto& stop : talk.stop) {
    if (!stop.empty())
      stops.push_back(stop);
  }
  if (stops.size() > most_stops)
    return unsupported_field("stop", "send at most 5 sequences.");
  if (!stops.empty())
    config["stopSequences"] = std::move(stops);
  return std::nullopt;
}

fault set_choices(const conversation& talk, ordered_json& config) {
  const auto choices = talk.choices.value_or(1);
  if (choices > most_candidates)
    return unsupported_field("n", "ask for at most 8 choices.");
  if (choices > 1)
    config["candidateCount"] = choices;
  return std::nullopt;
}

void set_logprobs(const conversation& talk, ordered_json& config) {
  if (!talk.logprobs.value_or(false))
    return;
  config["responseLogprobs"] = true;
  if (talk.top_logprobs.value_or(0) > 0)
    config["logprobs"] = *talk.top_logprobs;
}

void set_format(const conversation& talk, ordered_json& config) {
  if (talk.format.what == answer_format::kind::text)
    return;
  config["responseMimeType"] = "application/json";
  if (talk.format.what == answer_format::kind::json_schema)
    config["responseJsonSchema"] =
        ordered_json::parse(talk.format.schema, nullptr, false);
}

} // namespace

fault write_generation(const conversation& talk, const target& to,
                       bool formatted, ordered_json& request, names& dropped) {
  auto config = ordered_json::object();
  set_sampling(talk, to, config, dropped);
  set_limit(talk, to, config);
  if (auto failed = set_stops(talk, config))
    return failed;
  if (auto failed = set_choices(talk, config))
    return failed;
  if (talk.seed)
    config["seed"] = folded(*talk.seed);
  set_penalties(talk, config);
  set_logprobs(talk, config);
  if (formatted)
    set_format(talk, config);
  set_thinking(talk, to, config, dropped);
  if (!config.empty())
    request["generationConfig"] = std::move(config);
  return std::nullopt;
}

} // namespace bellwether::providers::gemini
