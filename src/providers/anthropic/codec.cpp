#include "providers/anthropic/codec.hpp"

#include "providers/answer_body.hpp"
#include "providers/anthropic/answer.hpp"
#include "providers/anthropic/request.hpp"
#include "providers/anthropic/stream.hpp"
#include "providers/error_class.hpp"
#include "providers/quota_headers.hpp"
#include "providers/retry_after.hpp"

#include <utility>

namespace bellwether::providers {

namespace {

using domain::failure;

constexpr std::string_view user_agent = "bellwether/" BELLWETHER_VERSION;

// Later versions refuse what OpenAI's callers send without a thought.
constexpr std::string_view api_version = "2023-06-01";

failure refusal(const answer_head& head, std::string_view body) {
  auto out = classify_answer(head.status, body, retry_after(head));
  if (out.what == domain::failure_class::rate_limited && !out.retry_after)
    out.retry_after = anthropic_limit_reset(head);
  return out;
}

class anthropic_codec final : public codec {
public:
  std::string path(const target&, bool) const override { return "/messages"; }

  std::vector<std::pair<std::string, std::string>> headers(
      std::string_view api_key) const override {
    std::vector<std::pair<std::string, std::string>> out;
    out.reserve(5);
    if (!api_key.empty())
      out.emplace_back("x-api-key", api_key);
    out.emplace_back("anthropic-version", api_version);
    out.emplace_back("Content-Type", "application/json");
    out.emplace_back("Accept", "application/json");
    out.emplace_back("User-Agent", user_agent);
    return out;
  }

  std::variant<encoded, failure> encode(std::string_view body, const target& t,
                                        bool stream) const override {
    return anthropic::encode_request(body, t, stream);
  }

  std::variant<answer, failure> decode(
      const answer_head& head, std::string body,
      const decode_context& context) const override {
    auto read = anthropic::read_message(body, head.status, context);
    if (auto* failed = std::get_if<failure>(&read))
      return with_wait(std::move(*failed), head);
    return read;
  }

  std::unique_ptr<stream_decoder> decode_stream(
      decode_context context) const override {
    return anthropic::make_stream_decoder(context);
  }

  std::string models_path() const override { return "/models?limit=1"; }

  domain::quota_report quota(const answer_head& head) const override {
    return anthropic_quota(head);
  }

  failure classify(const answer_head& head,
                   std::string_view body) const override {
    if (head.status < 200 || head.status >= 300)
      return refusal(head, body);
    auto read = anthropic::read_message(body, head.status, {});
    if (auto* failed = std::get_if<failure>(&read))
      return std::move(*failed);
    return not_an_answer("The answer is not what was asked for.", head.status);
  }
};

} // namespace

std::unique_ptr<codec> make_anthropic_codec() {
  return std::make_unique<anthropic_codec>();
}

} // namespace bellwether::providers
