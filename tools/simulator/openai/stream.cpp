#include "simulator/openai/stream.hpp"

#include "simulator/json_text.hpp"
#include "simulator/stream_writer.hpp"

#include <algorithm>

namespace bellwether::simulator {

namespace {

/// One choice of the answer, as the row of deltas that it becomes.
class lane {
public:
  lane(const answer& a, const choice& c, const openai_accent& accent)
      : answer_{a},
        choice_{c},
        accent_{accent},
        whole_{accent.compat || a.quirks.has(quirk::missing_tool_index)
               || a.quirks.has(quirk::object_arguments)} {
    std::size_t longest = 0;
    for (const auto& call : c.calls) {
      longest = std::max(longest, pieces_of(call));
    }
    // The fragments of several calls take turns.
    for (std::size_t i = 0; i < longest; ++i) {
      for (std::size_t k = 0; k < c.calls.size(); ++k) {
        if (i < pieces_of(c.calls[k])) {
          fragments_.emplace_back(k, i);
        }
      }
    }
  }

  /// How many content events it has.
  std::size_t size() const {
    return shown() + choice_.tokens.size() + fragments_.size();
  }

  /// The role; and the first call, if no thought and no whole call comes.
  std::string opening() const {
    const bool bare = answer_.quirks.has(quirk::no_refusal_no_logprobs);
    if (!choice_.calls.empty()) {
      const bool empty = answer_.quirks.has(quirk::empty_content);
      return R"({"role":"assistant","content":)"
             + std::string{empty ? R"("")" : "null"}
             + (shown() > 0 || whole_ ? "}" : "," + head(0).substr(1));
    }
    return R"({"role":"assistant","content":"")"
           + std::string{bare ? "}" : R"(,"refusal":null})"};
  }

  /// The heads of calls that come right before the content event `i`.
  std::vector<std::string> heads_before(std::size_t i) const {
    std::vector<std::string> heads;
    if (!whole_ && i == shown()) {
      for (auto k = i == 0 ? 1U : 0U; k < choice_.calls.size(); ++k) {
        heads.push_back(head(k));
      }
    }
    return heads;
  }

  /// What the content event `i` brings.
  made_content made(std::size_t i) const {
    if (i < shown()) {
      return {.tokens = 1, .thoughts = choice_.thoughts[i].size()};
    }
    i -= shown();
    if (i < choice_.tokens.size()) {
      return {.tokens = 1, .text = choice_.tokens[i].size()};
    }
    const auto [k, piece] = fragments_[i - choice_.tokens.size()];
    const auto& call = choice_.calls[k];
    return whole_ ? made_content{.tokens = call.fragments.size(),
                                 .calls = call.arguments().size()}
                  : made_content{.tokens = 1,
                                 .calls = call.fragments[piece].size()};
  }

  void append(std::size_t i, std::string& fields) const {
    fields += answer_.quirks.has(quirk::role_empty) ? R"({"role":"",)" : "{";
    if (i < shown()) {
      fields += R"("reasoning_content":)" + json_text(choice_.thoughts[i]);
    } else if (i - shown() < choice_.tokens.size()) {
      const bool refuses = answer_.quirks.has(quirk::refusal);
      fields += refuses ? R"("refusal":)" : R"("content":)";
      fields += json_text(choice_.tokens[i - shown()]);
    } else {
      append_fragment(i - shown() - choice_.tokens.size(), fields);
    }
    fields += "}";
  }

private:
  std::size_t shown() const {
    return answer_.show_thoughts ? choice_.thoughts.size() : 0;
  }

  std::size_t pieces_of(const made_call& call) const {
    return whole_ ? 1 : call.fragments.size();
  }

  std::string head(std::size_t call) const {
    return R"({"tool_calls":[)" + fragment(call, true, R"("")") + "]}";
  }

  void append_fragment(std::size_t i, std::string& fields) const {
    const auto [k, piece] = fragments_[i];
    const auto& call = choice_.calls[k];
    const auto text = whole_ ? call.arguments() : call.fragments[piece];
    fields += R"("tool_calls":[)"
              + fragment(k, whole_, arguments_text(answer_, text)) + "]";
  }

  std::string fragment(std::size_t call, bool named,
                       const std::string& arguments) const {
    const bool without =
        accent_.compat || answer_.quirks.has(quirk::missing_tool_index);
    std::string text =
        without ? "{" : R"({"index":)" + std::to_string(call) + ",";
    if (named) {
      text += call_head(answer_, choice_, call, accent_);
    }
    text += R"("function":{)";
    if (named) {
      text += R"("name":)" + json_text(choice_.calls[call].name) + ",";
    }
    return text + R"("arguments":)" + arguments + "}}";
  }

  const answer& answer_;
  const choice& choice_;
  const openai_accent& accent_;
  bool whole_; // calls come in one piece: fragments could not be told apart
  std::vector<std::pair<std::size_t, std::size_t>> fragments_;
};

/// Writes chunks: what is the same in all of them is made once.
class chunk_writer {
public:
  chunk_writer(const answer& a, reply_script& script)
      : out_{script, a.quirks},
        before_{R"({"id":"chatcmpl-)" + a.id
                + R"(","object":"chat.completion.chunk","created":)"
                + std::to_string(a.created) + R"(,"model":)"
                + json_text(a.model) + R"(,"system_fingerprint":")"
                + a.fingerprint + R"(","choices":[)"},
        after_{a.include_usage && !a.drop_usage ? R"(],"usage":null})" : "]}"},
        finish_{a.quirks.has(quirk::no_refusal_no_logprobs)
                    ? R"(,"finish_reason":)"
                    : R"(,"logprobs":null,"finish_reason":)"} {
    if (a.quirks.has(quirk::pings)) {
      out_.strew(": ping");
    }
    if (a.quirks.has(quirk::unknown_blocks)) {
      out_.strew(before_
                 + R"({"index":0,"delta":{"future_member":{"of":[1]}},)"
                   R"("finish_reason":null}],"future_list":[]})");
    }
  }

  stream_writer& out() { return out_; }

  void delta(std::size_t index, std::string_view fields,
             std::string_view finish = "null", std::string_view usage = {}) {
    event_.assign(before_).append(R"({"index":)").append(std::to_string(index));
    event_.append(R"(,"delta":)").append(fields).append(finish_);
    event_.append(finish).append("}");
    if (usage.empty()) {
      event_.append(after_);
    } else {
      event_.append(R"(],"usage":)").append(usage).append("}");
    }
    out_.event(event_);
  }

  void without_choices(std::string_view rest) {
    event_.assign(before_).append("],").append(rest).append("}");
    out_.event(event_);
  }

private:
  stream_writer out_;
  std::string before_;
  std::string after_;
  std::string_view finish_;
  std::string event_;
};

void write_opening(const answer& a, const std::vector<lane>& lanes,
                   chunk_writer& write) {
  if (a.quirks.has(quirk::empty_choices_chunk)) {
    write.without_choices(R"("prompt_filter_results":[])");
  }
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    write.delta(i, lanes[i].opening());
    for (const auto& head : lanes[i].heads_before(0)) {
      write.delta(i, head);
    }
  }
  write.out().opened();
}

/// The choices take turns.
void write_contents(const std::vector<lane>& lanes, chunk_writer& write) {
  std::size_t longest = 0;
  for (const auto& l : lanes) {
    longest = std::max(longest, l.size());
  }
  std::string fields;
  for (std::size_t k = 0; k < longest; ++k) {
    for (std::size_t i = 0; i < lanes.size(); ++i) {
      if (k >= lanes[i].size()) {
        continue;
      }
      if (k > 0) {
        for (const auto& head : lanes[i].heads_before(k)) {
          write.delta(i, head);
        }
      }
      fields.clear();
      lanes[i].append(k, fields);
      write.delta(i, fields);
      write.out().content(lanes[i].made(k));
    }
  }
}

void write_end(const answer& a, const openai_accent& accent,
               chunk_writer& write) {
  const bool usage = a.include_usage && !a.drop_usage;
  const bool early = usage && a.quirks.has(quirk::usage_on_last_chunk);
  for (std::size_t i = 0; i < a.choices.size(); ++i) {
    const bool last = i + 1 == a.choices.size();
    write.delta(i, "{}", finish_reason(a, a.choices[i]),
                early && last ? usage_text(a, accent) : std::string{});
  }
  if (usage && !early) {
    write.without_choices(R"("usage":)" + usage_text(a, accent));
  }
  if (usage) {
    write.out().usage(true);
  }
  write.out().begin_end();
  write.out().event("[DONE]");
  write.out().finish();
}

} // namespace

void stream_chunks(const answer& a, const openai_accent& accent,
                   reply_script& script) {
  constexpr std::size_t event_size = 320;
  script.bytes.reserve(script.bytes.size()
                       + event_size * (a.completion_tokens() + 4));
  std::vector<lane> lanes;
  lanes.reserve(a.choices.size());
  for (const auto& c : a.choices) {
    lanes.emplace_back(a, c, accent);
  }
  chunk_writer write{a, script};
  write_opening(a, lanes, write);
  write_contents(lanes, write);
  write_end(a, accent, write);
}

} // namespace bellwether::simulator
