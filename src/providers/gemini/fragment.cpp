#include "providers/gemini/fragment.hpp"

#include "providers/answer_body.hpp"
#include "providers/error_body.hpp"
#include "providers/error_class.hpp"
#include "providers/gemini/logprobs.hpp"
#include "providers/gemini/usage.hpp"
#include "providers/json_dom.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace bellwether::providers::gemini {

namespace {

using domain::failure;

function_call read_call(const dom::element& call, const dom::element& part) {
  function_call out;
  out.id = text_member(call, "id");
  out.name = text_member(call, "name");
  const auto arguments = member_of(call, "args");
  out.arguments = arguments && arguments->is_object()
                      ? simdjson::minify(*arguments)
                      : std::string("{}");
  out.signature = text_member(part, "thoughtSignature");
  return out;
}

// Parts of other kinds (code that was run, pictures) have no place in a chat
// completion.
void read_part(const dom::element& part, candidate& out) {
  if (const auto call = member_of(part, "functionCall")) {
    out.calls.push_back(read_call(*call, part));
    return;
  }
  const auto text = member_of(part, "text");
  if (!text)
    return;
  bool thought = false;
  if (const auto flag = member_of(part, "thought"))
    thought = flag->get_bool().get(thought) == simdjson::SUCCESS && thought;
  if (thought) {
    out.reasoning += text_of(*text);
  } else {
    if (!out.text)
      out.text.emplace();
    *out.text += text_of(*text);
  }
}

candidate read_candidate(const dom::element& said, std::size_t place) {
  candidate out;
  const auto index = member_of(said, "index");
  const auto number = index ? integer_of(*index) : std::nullopt;
  out.index = number.value_or(static_cast<std::int64_t>(place));
  out.finish = text_member(said, "finishReason");
  const auto content = member_of(said, "content");
  const auto parts = content ? member_of(*content, "parts") : std::nullopt;
  dom::array list;
  if (parts && parts->get_array().get(list) == simdjson::SUCCESS) {
    for (const auto part : list)
      read_part(part, out);
  }
  if (const auto logprobs = member_of(said, "logprobsResult"))
    out.logprobs = openai_logprobs(*logprobs);
  return out;
}

fragment read_root(const dom::element& root) {
  fragment out;
  out.id = text_member(root, "responseId");
  out.model = text_member(root, "modelVersion");
  if (const auto feedback = member_of(root, "promptFeedback"))
    out.blocked = text_member(*feedback, "blockReason");
  if (const auto usage = member_of(root, "usageMetadata"))
    out.usage = read_usage_metadata(*usage);
  const auto candidates = member_of(root, "candidates");
  dom::array list;
  if (candidates && candidates->get_array().get(list) == simdjson::SUCCESS) {
    for (const auto said : list)
      out.candidates.push_back(read_candidate(said, out.candidates.size()));
  }
  return out;
}

} // namespace

std::variant<fragment, failure> read_fragment(std::string_view json,
                                              int status) {
  dom::element root;
  if (auto failed = parse_answer(json, status, root))
    return *std::move(failed);
  if (!member_of(root, "candidates") || member_of(root, "error")) {
    if (const auto error = read_embedded_error(json))
      return classify_embedded(*error, status);
    // That look has taken the parser's document.
    root = parse_json(json).value_unsafe();
  }
  if (!root.is_object())
    return not_an_answer("The answer is not a JSON object.", status);
  return read_root(root);
}

std::string_view finish_reason_of(std::string_view reason, bool called) {
  constexpr std::array<std::string_view, 9> refusals{
      "SAFETY",
      "RECITATION",
      "LANGUAGE",
      "BLOCKLIST",
      "PROHIBITED_CONTENT",
      "SPII",
      "IMAGE_SAFETY",
      "IMAGE_PROHIBITED_CONTENT",
      "IMAGE_RECITATION",
  };
  if (reason == "MAX_TOKENS")
    return "length";
  if (std::find(refusals.begin(), refusals.end(), reason) != refusals.end())
    return "content_filter";
  return called ? "tool_calls" : "stop";
}

bool is_botched_call(std::string_view finish) {
  return finish == "MALFORMED_FUNCTION_CALL";
}

failure botched_call(int status) {
  return {.what = domain::failure_class::try_again,
          .status = status,
          .code = "MALFORMED_FUNCTION_CALL",
          .detail = "The model's only words were a malformed tool call."};
}

} // namespace bellwether::providers::gemini
