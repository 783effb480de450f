#include "providers/openai/chunk_mender.hpp"

#include "providers/openai/strict_message.hpp"

#include <algorithm>
#include <utility>

namespace bellwether::providers {

namespace {

// OpenAI's own limit of `n`.
constexpr std::size_t max_choices = 128;

} // namespace

void chunk_mender::see(const chunk_facts& facts) {
  if (settled_)
    return;
  if (id_.empty())
    id_ = facts.id;
  if (model_.empty())
    model_ = facts.model;
  if (!created_)
    created_ = facts.created;
}

// From the first chunk on that goes to the caller.
void chunk_mender::settle_head() {
  if (settled_)
    return;
  settled_ = true;
  if (id_.empty())
    id_ = by_.completion_id();
  if (model_.empty())
    model_ = by_.context.model;
  if (!created_)
    created_ = by_.context.created;
}

bool chunk_mender::may_pass(const chunk_facts& facts) {
  settle_head();
  any_calls_ = any_calls_ || facts.has_calls;
  // Pieces of calls depend on those before them, and so may the end.
  return facts.is_strict && !facts.has_calls && !(facts.finished && any_calls_)
         && !facts.id.empty() && facts.id == id_ && !facts.model.empty()
         && facts.model == model_ && facts.created == created_;
}

void chunk_mender::mend_head(const chunk_facts& facts,
                             json_edits& edits) const {
  if (facts.id.empty() || facts.id != id_)
    edits.set("id", json_quote(id_));
  edits.set("object", R"("chat.completion.chunk")");
  edits.set("created", std::to_string(created_.value_or(0)));
  if (facts.model.empty() || facts.model != model_)
    edits.set("model", json_quote(model_));
}

chunk_mender::choice_state& chunk_mender::state_of(std::string_view index) {
  const auto old = std::ranges::find(choices_, index, &choice_state::index);
  if (old != choices_.end())
    return *old;
  if (choices_.size() == max_choices)
    return choices_.back();
  return choices_.emplace_back(choice_state{std::string(index), {}});
}

std::string chunk_mender::mend_delta(std::string_view delta,
                                     choice_state& state) const {
  if (!is_object(delta))
    return "{}";
  const object_members members(delta);
  json_edits edits;
  mend_members(members, edits);
  const auto role = members["role"];
  if (inside_quotes(role).empty())
    edits.drop("role");
  else
    edits.replace("role", R"("assistant")");
  const auto content = find_member(delta, "content");
  if (content && !is_string(*content))
    edits.replace("content", strict_content(*content));
  if (!is_string(members["refusal"]))
    edits.replace("refusal", "null");
  const auto calls = members["tool_calls"];
  if (is_array(calls))
    edits.replace("tool_calls",
                  state.calls.mend(calls, by_.context.request_id));
  return edits.apply(delta);
}

std::string chunk_mender::mend_choice(std::string_view choice,
                                      std::size_t place) {
  const object_members members(choice);
  auto index = std::string(members["index"]);
  json_edits edits;
  if (!whole_number(index)) {
    index = std::to_string(place);
    edits.set("index", index);
  }
  auto& state = state_of(index);
  edits.set("delta", mend_delta(members["delta"], state));
  const auto reason = inside_quotes(members["finish_reason"]);
  if (reason.empty())
    edits.set("finish_reason", "null");
  else
    edits.set("finish_reason", json_quote(strict_finish_reason(
                                   reason, !state.calls.empty(), by_.stop)));
  return edits.apply(choice);
}

std::string chunk_mender::mend(std::string_view chunk,
                               const chunk_facts& facts) {
  settle_head();
  const object_members members(chunk);
  json_edits edits;
  mend_head(facts, edits);
  edits.drop("usage");
  if (!is_string(members["system_fingerprint"]))
    edits.drop("system_fingerprint");
  std::size_t place = 0;
  edits.set("choices", map_elements(members["choices"], [&](auto choice) {
              return is_object(choice) ? mend_choice(choice, place++)
                                       : std::string{};
            }));
  auto out = edits.apply(chunk);
  std::ranges::replace(out, '\n', ' ');
  return out;
}

std::string chunk_mender::usage_chunk(std::string_view chunk,
                                      const chunk_facts& facts) {
  settle_head();
  json_edits edits;
  mend_head(facts, edits);
  edits.set("choices", "[]");
  if (!facts.is_strict_usage && facts.usage)
    edits.set("usage", strict_usage(value_of(chunk, "usage"), *facts.usage));
  if (!is_string(value_of(chunk, "system_fingerprint")))
    edits.drop("system_fingerprint");
  auto out = edits.apply(chunk);
  std::ranges::replace(out, '\n', ' ');
  return out;
}

std::vector<std::string> chunk_mender::endings() {
  settle_head();
  if (choices_.empty())
    state_of("0");
  std::vector<std::string> out;
  for (const auto& choice : choices_) {
    std::string chunk = R"({"id":)" + json_quote(id_);
    chunk += R"(,"object":"chat.completion.chunk","created":)";
    chunk += std::to_string(created_.value_or(0));
    chunk += R"(,"model":)" + json_quote(model_);
    chunk += R"(,"choices":[{"index":)" + choice.index;
    chunk += R"(,"delta":{},"finish_reason":")";
    chunk += strict_finish_reason({}, !choice.calls.empty(), by_.stop);
    chunk += R"("}]})";
    out.push_back(std::move(chunk));
  }
  return out;
}

} // namespace bellwether::providers
