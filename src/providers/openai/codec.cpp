#include "providers/openai/codec.hpp"

#include "providers/answer_body.hpp"
#include "providers/error_class.hpp"
#include "providers/openai/answer.hpp"
#include "providers/openai/exchange.hpp"
#include "providers/openai/request_draft.hpp"
#include "providers/openai/stream.hpp"
#include "providers/openai/strict_answer.hpp"
#include "providers/quota_headers.hpp"

#include <utility>

namespace bellwether::providers {

namespace {

class openai_codec final : public codec {
public:
  explicit openai_codec(openai_dialect dialect) : dialect_(dialect) {}

  std::string path(const target&, bool) const override {
    return "/chat/completions";
  }

  std::vector<std::pair<std::string, std::string>> headers(
      std::string_view api_key) const override {
    return openai_headers(api_key);
  }

  std::variant<encoded, domain::failure> encode(std::string_view body,
                                                const target& t,
                                                bool stream) const override {
    request_draft draft(body, t);
    std::optional<domain::failure> failed;
    if (dialect_ == openai_dialect::openai)
      adapt_to_openai(draft);
    else if (dialect_ == openai_dialect::deepseek)
      failed = adapt_to_deepseek(draft);
    else
      adapt_to_compatible(draft);
    if (failed)
      return *std::move(failed);
    if (stream)
      ask_for_usage(draft, dialect_);
    return std::move(draft).finish();
  }

  std::variant<answer, domain::failure> decode(
      const answer_head& head, std::string body,
      const decode_context& context) const override {
    trim_body(body);
    auto read = read_completion(body, head.status, stop_in(dialect_));
    if (auto* failed = std::get_if<domain::failure>(&read))
      return with_wait(std::move(*failed), head);
    const auto& facts = std::get<completion_facts>(read);
    if (facts.shape == answer_shape::lacks_nulls)
      body = with_nulls(body);
    else if (facts.shape == answer_shape::other)
      body = strict_answer(body, facts.usage, {context, dialect_});
    return answer{std::move(body), facts.usage};
  }

  std::unique_ptr<stream_decoder> decode_stream(
      decode_context context) const override {
    return make_openai_stream_decoder({context, dialect_});
  }

  std::string models_path() const override { return "/models"; }

  domain::quota_report quota(const answer_head& head) const override {
    return openai_quota(head);
  }

  domain::failure classify(const answer_head& head,
                           std::string_view body) const override {
    if (head.status < 200 || head.status >= 300)
      return classify_openai(head, body);
    auto read =
        read_completion(body, head.status, stop_with_calls::is_tool_calls);
    if (auto* failed = std::get_if<domain::failure>(&read))
      return std::move(*failed);
    return not_an_answer("The answer is not what was asked for.", head.status);
  }

private:
  openai_dialect dialect_;
};

} // namespace

std::unique_ptr<codec> make_openai_codec(openai_dialect dialect) {
  return std::make_unique<openai_codec>(dialect);
}

} // namespace bellwether::providers
