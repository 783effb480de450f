#include "providers/gemini/answer.hpp"

#include "providers/error_class.hpp"
#include "providers/gemini/completion_json.hpp"
#include "providers/gemini/fragment.hpp"
#include "providers/gemini/usage.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace bellwether::providers::gemini {

namespace {

using nlohmann::ordered_json;

ordered_json message_of(const candidate& said, tool_ids& ids) {
  auto out = ordered_json::object();
  out["role"] = "assistant";
  out["content"] = nullptr;
  if (said.text)
    out["content"] = *said.text;
  out["refusal"] = nullptr;
  if (!said.reasoning.empty())
    out["reasoning_content"] = said.reasoning;
  for (const auto& call : said.calls)
    out["tool_calls"].push_back(tool_call_json(call, ids));
  return out;
}

ordered_json choice_of(const candidate& said, tool_ids& ids) {
  auto out = ordered_json::object();
  out["index"] = said.index;
  out["message"] = message_of(said, ids);
  out["logprobs"] = logprobs_json(said);
  out["finish_reason"] = finish_reason_of(said.finish, !said.calls.empty());
  return out;
}

bool is_botched(const std::vector<candidate>& candidates) {
  return std::all_of(
      candidates.begin(), candidates.end(), [](const candidate& said) {
        return said.says_nothing() && is_botched_call(said.finish);
      });
}

// What stands for the candidates of a prompt that was blocked.
candidate refusal() {
  candidate out;
  out.text = "";
  out.finish = "SAFETY";
  return out;
}

} // namespace

std::variant<answer, domain::failure> decode_answer(
    std::string_view body, int status, const decode_context& context) {
  auto read = read_fragment(body, status);
  if (auto* failed = std::get_if<domain::failure>(&read))
    return std::move(*failed);
  auto& whole = std::get<fragment>(read);
  auto& candidates = whole.candidates;
  if (candidates.empty() && whole.blocked.empty())
    return not_an_answer("The answer holds no candidates.", status);
  if (candidates.empty())
    candidates.push_back(refusal());
  else if (is_botched(candidates))
    return botched_call(status);
  std::stable_sort(
      candidates.begin(), candidates.end(),
      [](const candidate& a, const candidate& b) { return a.index < b.index; });
  tool_ids ids(context.request_id, whole.id);
  auto out = head_json(head_of(whole, context), "chat.completion");
  for (const auto& said : candidates)
    out["choices"].push_back(choice_of(said, ids));
  if (whole.usage)
    out["usage"] = usage_json(*whole.usage);
  return answer{dump(out), whole.usage};
}

} // namespace bellwether::providers::gemini
