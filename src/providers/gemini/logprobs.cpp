#include "providers/gemini/logprobs.hpp"

#include <nlohmann/json.hpp>

namespace bellwether::providers::gemini {

namespace {

using nlohmann::ordered_json;

// What Google leaves out is zero: the token was certain.
ordered_json token_json(const dom::element& token) {
  double logprob = 0;
  if (const auto number = member_of(token, "logProbability"))
    if (number->get_double().get(logprob) != simdjson::SUCCESS)
      logprob = 0;
  auto out = ordered_json::object();
  out["token"] = text_member(token, "token");
  out["logprob"] = logprob;
  out["bytes"] = nullptr;
  return out;
}

dom::array list_in(const dom::element& value, std::string_view name,
                   bool& found) {
  dom::array list;
  const auto member = member_of(value, name);
  found = member && member->get_array().get(list) == simdjson::SUCCESS;
  return list;
}

// The alternatives at each place, in the order of the tokens.
std::vector<ordered_json> alternatives_in(const dom::element& result) {
  std::vector<ordered_json> out;
  bool found = false;
  const auto places = list_in(result, "topCandidates", found);
  if (!found)
    return out;
  for (const auto place : places) {
    auto& tokens = out.emplace_back(ordered_json::array());
    const auto list = list_in(place, "candidates", found);
    if (!found)
      continue;
    for (const auto token : list)
      tokens.push_back(token_json(token));
  }
  return out;
}

} // namespace

std::string openai_logprobs(const dom::element& result) {
  bool found = false;
  const auto chosen = list_in(result, "chosenCandidates", found);
  if (!found)
    return {};
  auto alternatives = alternatives_in(result);
  auto content = ordered_json::array();
  for (const auto token : chosen) {
    auto entry = token_json(token);
    const auto place = content.size();
    entry["top_logprobs"] = place < alternatives.size()
                                ? std::move(alternatives[place])
                                : ordered_json::array();
    content.push_back(std::move(entry));
  }
  if (content.empty())
    return {};
  auto out = ordered_json::object();
  out["content"] = std::move(content);
  out["refusal"] = nullptr;
  return out.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

} // namespace bellwether::providers::gemini
