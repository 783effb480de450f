#include "providers/gemini/chunk_writer.hpp"

#include "providers/gemini/usage.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace bellwether::providers::gemini {

namespace {

using nlohmann::ordered_json;
using events = std::vector<stream_event>;
using kind = stream_event::kind;

constexpr int stream_status = 200;

// The choice of a chunk.
struct piece {
  std::int64_t index = 0;
  ordered_json delta = ordered_json::object();
  ordered_json logprobs = nullptr;
  ordered_json finish = nullptr;
};

std::string chunk(const completion_head& head, piece said) {
  auto out = head_json(head, "chat.completion.chunk");
  auto choice = ordered_json::object();
  choice["index"] = said.index;
  choice["delta"] = std::move(said.delta);
  choice["logprobs"] = std::move(said.logprobs);
  choice["finish_reason"] = std::move(said.finish);
  out["choices"].push_back(std::move(choice));
  return dump(out);
}

std::int64_t length_of(std::string_view text) {
  return static_cast<std::int64_t>(text.size());
}

} // namespace

chunk_writer::choice& chunk_writer::open(std::int64_t index, events& out) {
  const auto [place, is_new] = choices_.try_emplace(index);
  if (is_new) {
    piece said{index};
    said.delta["role"] = "assistant";
    said.delta["content"] = "";
    out.push_back({kind::role, chunk(*head_, std::move(said))});
  }
  return place->second;
}

void chunk_writer::write_words(const candidate& said, choice& state,
                               events& out) {
  if (!said.reasoning.empty()) {
    piece words{said.index};
    words.delta["reasoning_content"] = said.reasoning;
    out.push_back({kind::content, chunk(*head_, std::move(words)),
                   length_of(said.reasoning)});
  }
  const auto text = said.text.value_or("");
  if (!text.empty()) {
    piece words{said.index};
    words.delta["content"] = text;
    words.logprobs = logprobs_json(said);
    out.push_back(
        {kind::content, chunk(*head_, std::move(words)), length_of(text)});
  }
  write_calls(said, state, out);
  has_content_ = has_content_ || !said.says_nothing();
}

// Google's calls come whole, and so they leave.
void chunk_writer::write_calls(const candidate& said, choice& state,
                               events& out) {
  if (said.calls.empty())
    return;
  piece words{said.index};
  std::int64_t chars = 0;
  for (const auto& call : said.calls) {
    auto entry = ordered_json::object();
    entry["index"] = state.calls++;
    entry.update(tool_call_json(call, *ids_));
    words.delta["tool_calls"].push_back(std::move(entry));
    chars += length_of(call.name) + length_of(call.arguments);
  }
  out.push_back({kind::content, chunk(*head_, std::move(words)), chars});
}

void chunk_writer::finish(std::int64_t index, choice& state,
                          std::string_view reason, events& out) {
  state.finished = true;
  piece last{index};
  last.finish = finish_reason_of(reason, state.calls > 0);
  out.push_back({kind::finish, chunk(*head_, std::move(last))});
}

std::optional<domain::failure> chunk_writer::write(const fragment& said,
                                                   events& out) {
  if (said.candidates.empty() && said.blocked.empty())
    return std::nullopt;
  if (!head_) {
    head_ = head_of(said, context_);
    ids_.emplace(context_.request_id, said.id);
  }
  for (const auto& candidate : said.candidates) {
    auto& state = open(candidate.index, out);
    if (state.finished)
      continue;
    write_words(candidate, state, out);
    if (is_botched_call(candidate.finish) && !has_content_)
      return botched_call(stream_status);
    if (!candidate.finish.empty())
      finish(candidate.index, state, candidate.finish, out);
  }
  if (said.candidates.empty()) {
    auto& state = open(0, out);
    if (!state.finished)
      finish(0, state, "SAFETY", out);
  }
  return std::nullopt;
}

void chunk_writer::write_usage(const domain::usage& used, events& out) {
  if (!head_)
    return;
  auto last = head_json(*head_, "chat.completion.chunk");
  last["choices"] = ordered_json::array();
  last["usage"] = usage_json(used);
  out.push_back({kind::usage, dump(last)});
}

bool chunk_writer::is_finished() const {
  return !choices_.empty()
         && std::all_of(
             choices_.begin(), choices_.end(),
             [](const auto& entry) { return entry.second.finished; });
}

} // namespace bellwether::providers::gemini
