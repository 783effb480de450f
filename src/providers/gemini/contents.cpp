#include "providers/gemini/contents.hpp"

#include "providers/gemini/parts.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <utility>

namespace bellwether::providers::gemini {

namespace {

using nlohmann::ordered_json;
using fault = std::optional<domain::failure>;
using speaker = turn::speaker;

// What Google documents for calls that its models did not make.
constexpr auto foreign_signature = "skip_thought_signature_validator";

// Stands in front of a conversation that an assistant opens: Gemini takes a
// call only behind a user's turn.
constexpr auto opening_words = "Continue.";

void append_text(std::string& text, std::string_view more) {
  if (more.empty())
    return;
  if (!text.empty())
    text += "\n\n";
  text += more;
}

void append_content(ordered_json& contents, const char* role,
                    ordered_json parts) {
  if (parts.empty())
    return;
  if (contents.empty() || contents.back()["role"] != role) {
    contents.push_back({{"role", role}, {"parts", std::move(parts)}});
    return;
  }
  auto& before = contents.back()["parts"];
  for (auto& part : parts)
    before.push_back(std::move(part));
}

fault append_turn(turn& said, ordered_json& contents) {
  auto parts = ordered_json::array();
  if (said.role == speaker::tool)
    parts.push_back(result_part(said));
  for (auto& part : said.content) {
    const bool in_result =
        said.role == speaker::tool && part.what == content_part::kind::text;
    if (in_result)
      continue;
    if (auto failed = append_part(std::move(part), parts))
      return failed;
  }
  for (const auto& call : said.calls)
    parts.push_back(call_part(call));
  const bool by_model = said.role == speaker::assistant;
  append_content(contents, by_model ? "model" : "user", std::move(parts));
  return std::nullopt;
}

void sign_first_calls(ordered_json& contents) {
  for (auto& content : contents) {
    for (auto& part : content["parts"]) {
      if (!part.contains("functionCall"))
        continue;
      if (!part.contains("thoughtSignature"))
        part["thoughtSignature"] = foreign_signature;
      break;
    }
  }
}

ordered_json text_content(std::string text) {
  auto out = ordered_json::object();
  out["parts"] = ordered_json::array({{{"text", std::move(text)}}});
  return out;
}

void open_by_user(ordered_json& contents, std::string text) {
  auto first = ordered_json::object({{"role", "user"}});
  first.update(text_content(std::move(text)));
  contents.insert(contents.begin(), std::move(first));
}

} // namespace

fault write_contents(std::vector<turn> turns, bool signed_calls,
                     ordered_json& request) {
  std::string instructions;
  auto contents = ordered_json::array();
  for (auto& said : turns) {
    if (said.role == speaker::instructions) {
      for (const auto& part : said.content)
        append_text(instructions, part.text);
    } else if (auto failed = append_turn(said, contents)) {
      return failed;
    }
  }
  if (signed_calls)
    sign_first_calls(contents);
  // There must be something to answer.
  if (contents.empty())
    open_by_user(contents, instructions.empty()
                               ? std::string(opening_words)
                               : std::exchange(instructions, {}));
  else if (contents.front()["role"] == "model")
    open_by_user(contents, opening_words);
  request["contents"] = std::move(contents);
  if (!instructions.empty())
    request["systemInstruction"] = text_content(std::move(instructions));
  return std::nullopt;
}

} // namespace bellwether::providers::gemini
