#include "providers/openai_codec.hpp"

#include "providers/error_class.hpp"
#include "providers/json_members.hpp"
#include "providers/openai_answer.hpp"
#include "providers/openai_stream.hpp"
#include "providers/retry_after.hpp"

#include <charconv>
#include <utility>

namespace bellwether::providers {

namespace {

using kind = member_edit::kind;

constexpr std::string_view user_agent = "bellwether/" BELLWETHER_VERSION;

// DeepSeek sends empty lines while a request waits in its queue.
void trim(std::string& body) {
  constexpr std::string_view white = " \t\r\n";
  body.erase(body.find_last_not_of(white) + 1);
  if (body.starts_with("\xEF\xBB\xBF"))
    body.erase(0, 3);
  body.erase(0, std::min(body.find_first_not_of(white), body.size()));
}

bool is_over(std::string_view value, std::int64_t limit) {
  std::int64_t tokens = 0;
  const auto* end = value.data() + value.size();
  const auto [stop, error] = std::from_chars(value.data(), end, tokens);
  if (error == std::errc::result_out_of_range)
    return !value.starts_with('-');
  return error == std::errc{} && tokens > limit;
}

// The caller's object with `include_usage`, which pays the bill.
std::string with_usage(std::string_view options) {
  if (!options.starts_with('{'))
    return R"({"include_usage":true})";
  return splice(options, {{kind::set, "include_usage", "true"}});
}

// What the caller's body says about the members that encode may change. Of a
// repeated one the last, but for limits the largest.
struct found_members {
  std::string_view stream_options;
  bool over_limit[2] = {false, false};
};

constexpr std::string_view limit_names[2] = {"max_tokens",
                                             "max_completion_tokens"};

found_members look_through(std::string_view body, std::int64_t limit) {
  found_members out;
  member_scanner members(body);
  json_member member;
  while (members.next(member)) {
    if (key_means(member.key, "stream_options"))
      out.stream_options = member.value;
    for (int i = 0; i < 2 && limit > 0; ++i) {
      if (key_means(member.key, limit_names[i]))
        out.over_limit[i] = out.over_limit[i] || is_over(member.value, limit);
    }
  }
  return out;
}

class openai_codec final : public codec {
public:
  std::string path(const target&, bool) const override {
    return "/chat/completions";
  }

  std::vector<std::pair<std::string, std::string>> headers(
      std::string_view api_key) const override {
    std::vector<std::pair<std::string, std::string>> out;
    out.reserve(4);
    if (!api_key.empty())
      out.emplace_back("Authorization", "Bearer " + std::string(api_key));
    out.emplace_back("Content-Type", "application/json");
    out.emplace_back("Accept", "application/json");
    out.emplace_back("User-Agent", user_agent);
    return out;
  }

  std::string encode(std::string_view body, const target& t,
                     bool stream) const override {
    const auto found = look_through(body, t.max_output_tokens);
    const auto limit = std::to_string(t.max_output_tokens);
    const auto model = json_quote(t.upstream_model);
    const auto options = with_usage(found.stream_options);
    member_edit edits[4] = {{kind::set, "model", model}};
    std::size_t count = 1;
    for (int i = 0; i < 2; ++i) {
      if (found.over_limit[i])
        edits[count++] = {kind::replace, limit_names[i], limit};
    }
    if (stream)
      edits[count++] = {kind::set, "stream_options", options};
    return splice(body, edits, count);
  }

  std::variant<answer, domain::failure> decode(
      const answer_head& head, std::string body) const override {
    trim(body);
    auto read = read_completion(body, head.status);
    if (auto* failed = std::get_if<domain::failure>(&read)) {
      using enum domain::failure_class;
      const bool waits =
          failed->what == rate_limited || failed->what == overloaded;
      if (waits && !failed->retry_after)
        failed->retry_after = retry_after(head);
      return std::move(*failed);
    }
    auto usage = std::get<completion_facts>(read).usage;
    return answer{std::move(body), usage};
  }

  std::unique_ptr<stream_decoder> decode_stream() const override {
    return make_openai_stream_decoder();
  }

  domain::failure classify(const answer_head& head,
                           std::string_view body) const override {
    if (head.status >= 200 && head.status < 300) {
      auto read = read_completion(body, head.status);
      if (auto* failed = std::get_if<domain::failure>(&read))
        return std::move(*failed);
      return not_an_answer("The answer is not what was asked for.",
                           head.status);
    }
    auto out = classify_answer(head.status, body, retry_after(head));
    if (out.what == domain::failure_class::rate_limited && !out.retry_after)
      out.retry_after = limit_reset(head);
    return out;
  }
};

} // namespace

std::unique_ptr<codec> make_openai_codec() {
  return std::make_unique<openai_codec>();
}

} // namespace bellwether::providers
