#include "providers/openai/stream.hpp"

#include "providers/error_body.hpp"
#include "providers/error_class.hpp"
#include "providers/event_stream.hpp"
#include "providers/json_members.hpp"
#include "providers/openai/answer.hpp"
#include "providers/openai/chunk.hpp"
#include "providers/openai/chunk_mender.hpp"
#include "providers/openai/strict_answer.hpp"

#include <algorithm>
#include <utility>

namespace bellwether::providers {

namespace {

using domain::failure;
using kind = stream_event::kind;
using edit = member_edit::kind;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view white = " \t\r\n";
  const auto first = text.find_first_not_of(white);
  if (first == text.npos)
    return {};
  return text.substr(first, text.find_last_not_of(white) - first + 1);
}

std::string without_usage(std::string_view data, const chunk_facts& facts) {
  // OpenAI ends all chunks like this, and in valid JSON it can mean only one
  // thing.
  constexpr std::string_view usual = R"(,"usage":null})";
  if (facts.usage_keys == 1 && data.ends_with(usual)) {
    std::string json(data.substr(0, data.size() - usual.size() + 1));
    json.back() = '}';
    return json;
  }
  return splice(data, {{edit::drop, "usage", {}}});
}

// The chunk without `usage`, on one line.
std::string own_copy(std::string_view data, const chunk_facts& facts) {
  auto json =
      facts.usage_keys > 0 ? without_usage(data, facts) : std::string(data);
  std::replace(json.begin(), json.end(), '\n', ' ');
  return json;
}

class openai_stream_decoder final : public event_stream {
public:
  explicit openai_stream_decoder(mending by) : by_(by), mender_(by) {}

private:
  bool is_whole(std::string_view data) const override {
    const auto text = trimmed(data);
    return text == "[DONE]" || read_chunk(text).is_chunk;
  }

  fault take_event(std::string_view name, std::string_view raw,
                   events& out) override {
    const auto data = trimmed(raw);
    if (data == "[DONE]") {
      if (!has_choices_)
        return not_an_answer("The stream holds no answer.");
      end(out);
      return std::nullopt;
    }
    if (data.empty() || name == "ping")
      return std::nullopt;
    const auto facts = read_chunk(data);
    if (facts.is_error || name == "error")
      return error_in(data, name);
    if (!facts.is_chunk)
      return not_an_answer("A chunk of the stream is not valid JSON.");
    if (facts.gave_up)
      return gave_up(stream_status);
    take_chunk(data, facts, out);
    return std::nullopt;
  }

  fault take_body(std::string_view raw, events& out) override {
    std::string body(trimmed(raw));
    auto read = read_completion(body, stream_status, by_.stop);
    if (auto* wrong = std::get_if<failure>(&read))
      return std::move(*wrong);
    const auto& facts = std::get<completion_facts>(read);
    set_usage(facts.usage);
    if (facts.shape != answer_shape::strict)
      body = strict_answer(body, facts.usage, by_);
    append_completion_events(body, out);
    return std::nullopt;
  }

  // Some servers leave [DONE] out.
  fault take_end(events& out) override {
    if (!finished_)
      return cut_off();
    end(out);
    return std::nullopt;
  }

  // An object without anything of a chunk is passed over: some servers report
  // their progress that way.
  static fault error_in(std::string_view data, std::string_view name) {
    if (const auto error = read_embedded_error(data))
      return classify_embedded(*error, stream_status);
    if (name == "error") {
      auto error = read_error_body(data).value_or(error_body{});
      return classify_embedded(error, stream_status);
    }
    if (!data.starts_with('{'))
      return not_an_answer("A chunk of the stream is not an object.");
    return std::nullopt;
  }

  void take_chunk(std::string_view data, const chunk_facts& facts,
                  events& out) {
    mender_.see(facts);
    finished_ = finished_ || facts.finished;
    if (facts.usage) {
      set_usage(facts.usage);
      usage_chunk_ = mender_.usage_chunk(data, facts);
    }
    // Without a choice there is nothing that a caller could read.
    if (!facts.has_choices)
      return;
    has_choices_ = true;
    const auto what = facts.has_content ? kind::content
                      : facts.finished  ? kind::finish
                                        : kind::role;
    auto json = mender_.may_pass(facts) ? own_copy(data, facts)
                                        : mender_.mend(data, facts);
    out.push_back({what, std::move(json), facts.content_chars});
  }

  void end(events& out) {
    if (!finished_) {
      for (auto& ending : mender_.endings())
        out.push_back({kind::finish, std::move(ending)});
    }
    if (usage())
      out.push_back({kind::usage, std::move(usage_chunk_)});
    set_complete();
  }

  mending by_;
  chunk_mender mender_;
  std::string usage_chunk_;
  bool has_choices_ = false;
  bool finished_ = false; ///< a finish reason was seen
};

} // namespace

std::unique_ptr<stream_decoder> make_openai_stream_decoder(mending by) {
  return std::make_unique<openai_stream_decoder>(by);
}

} // namespace bellwether::providers
