#include "simulator/google/stream.hpp"

#include "simulator/google/answer_json.hpp"
#include "simulator/stream_writer.hpp"

#include <algorithm>

namespace bellwether::simulator {

namespace {

void append_part(std::string& parts, std::string_view part) {
  parts.append(parts.empty() ? "" : ",").append(part);
}

/// One candidate, as the row of parts that it becomes. Calls come whole.
class lane {
public:
  lane(const answer& a, const choice& c)
      : answer_{a}, choice_{c}, filled_{has_parts(a, c)} {}

  std::size_t size() const {
    return filled_ ? shown() + choice_.tokens.size() + choice_.calls.size() : 0;
  }

  std::string part(std::size_t i) const {
    if (i < shown()) {
      return thought_part(choice_.thoughts[i]);
    }
    i -= shown();
    return i < choice_.tokens.size()
               ? text_part(choice_.tokens[i])
               : call_part(answer_, choice_, i - choice_.tokens.size());
  }

  /// What the part `i` brings.
  made_content content(std::size_t i) const {
    if (i < shown()) {
      return {.tokens = 1, .thoughts = choice_.thoughts[i].size()};
    }
    i -= shown();
    if (i < choice_.tokens.size()) {
      return {.tokens = 1, .text = choice_.tokens[i].size()};
    }
    const auto& call = choice_.calls[i - choice_.tokens.size()];
    return {.tokens = call.fragments.size(), .calls = call.arguments().size()};
  }

  /// What the first `n` parts have cost.
  made_tokens made(std::size_t n) const {
    const auto after = n - std::min(n, shown());
    made_tokens m{
        shown() > 0 && filled_ ? std::min(n, shown()) : choice_.thoughts.size(),
        std::min(after, choice_.tokens.size())};
    for (std::size_t k = 0; choice_.tokens.size() + k < after; ++k) {
      m.candidates += choice_.calls[k].fragments.size();
    }
    return m;
  }

  std::string all_parts() const {
    std::string parts;
    if (!filled_) {
      return parts;
    }
    if (shown() > 0) {
      append_part(parts, thought_part(choice_.thought()));
    }
    if (answer_.quirks.has(quirk::unknown_blocks)) {
      append_part(parts, unknown_parts());
    }
    if (!choice_.tokens.empty()) {
      append_part(parts, text_part(choice_.text()));
    }
    for (std::size_t i = 0; i < choice_.calls.size(); ++i) {
      append_part(parts, call_part(answer_, choice_, i));
    }
    return parts;
  }

private:
  std::size_t shown() const {
    return answer_.show_thoughts ? choice_.thoughts.size() : 0;
  }

  const answer& answer_;
  const choice& choice_;
  bool filled_;
};

std::vector<lane> lanes_of(const answer& a) {
  std::vector<lane> lanes;
  lanes.reserve(a.choices.size());
  for (const auto& c : a.choices) {
    lanes.emplace_back(a, c);
  }
  return lanes;
}

/// What all candidates have cost when each has sent its first `n` parts.
made_tokens made_by(const std::vector<lane>& lanes, std::size_t n) {
  made_tokens sum;
  for (const auto& l : lanes) {
    const auto m = l.made(std::min(n, l.size()));
    sum.thoughts += m.thoughts;
    sum.candidates += m.candidates;
  }
  return sum;
}

bool is_blocked(const answer& a) {
  return a.choices.front().end == ending::blocked;
}

void write_contents(const answer& a, const std::vector<lane>& lanes,
                    stream_writer& out) {
  std::size_t longest = 0;
  for (const auto& l : lanes) {
    longest = std::max(longest, l.size());
  }
  for (std::size_t k = 0; k < longest; ++k) {
    const auto made = made_by(lanes, k + 1);
    for (std::size_t i = 0; i < lanes.size(); ++i) {
      if (k < lanes[i].size()) {
        out.event(response_text(
            a, candidate_text(a, i, lanes[i].part(k), false), made));
        if (!a.drop_usage) {
          out.usage(false);
        }
        out.content(lanes[i].content(k));
      }
    }
  }
}

/// The events that bring the finish reasons.
void write_end(const answer& a, const std::vector<lane>& lanes,
               stream_writer& out) {
  const auto made = made_by(lanes, static_cast<std::size_t>(-1));
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    const auto parts = lanes[i].size() > 0 ? text_part("") : std::string{};
    out.event(response_text(a, candidate_text(a, i, parts, true), made));
  }
  if (!a.drop_usage) {
    out.usage(true);
  }
}

} // namespace

std::string whole_response(const answer& a) {
  if (is_blocked(a)) {
    return response_text(a, "", {});
  }
  const auto lanes = lanes_of(a);
  std::string candidates;
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    append_part(candidates, candidate_text(a, i, lanes[i].all_parts(), true));
  }
  return response_text(a, candidates,
                       made_by(lanes, static_cast<std::size_t>(-1)));
}

void stream_responses(const answer& a, bool events, reply_script& script) {
  using framing = stream_writer::framing;
  stream_writer out{script, a.quirks, "\r\n",
                    events ? framing::events : framing::array};
  if (a.quirks.has(quirk::pings)) {
    out.strew(": ping");
  }
  if (a.quirks.has(quirk::unknown_blocks)) {
    out.strew(
        response_text(a, candidate_text(a, 0, unknown_parts(), false), {}));
  }
  out.opened();
  if (is_blocked(a)) {
    out.begin_end();
    out.event(response_text(a, "", {}));
  } else {
    const auto lanes = lanes_of(a);
    write_contents(a, lanes, out);
    out.begin_end();
    write_end(a, lanes, out);
  }
  out.finish();
}

} // namespace bellwether::simulator
