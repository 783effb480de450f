#include "providers/openai/embeddings.hpp"

#include "providers/answer_body.hpp"
#include "providers/error_class.hpp"
#include "providers/json_members.hpp"
#include "providers/openai/embeddings_answer.hpp"
#include "providers/openai/exchange.hpp"
#include "providers/quota_headers.hpp"

#include <stdexcept>
#include <utility>

namespace bellwether::providers {

namespace {

class openai_embeddings_codec final : public codec {
public:
  std::string path(const target&, bool) const override { return "/embeddings"; }

  std::vector<std::pair<std::string, std::string>> headers(
      std::string_view api_key) const override {
    return openai_headers(api_key);
  }

  std::variant<encoded, domain::failure> encode(std::string_view body,
                                                const target& t,
                                                bool) const override {
    const auto model = json_quote(t.upstream_model);
    return encoded{splice(body, {{member_edit::kind::set, "model", model}}),
                   {}};
  }

  std::variant<answer, domain::failure> decode(
      const answer_head& head, std::string body,
      const decode_context& context) const override {
    trim_body(body);
    auto read = read_embeddings(std::move(body), head.status, context);
    if (auto* failed = std::get_if<domain::failure>(&read))
      return with_wait(std::move(*failed), head);
    return read;
  }

  std::unique_ptr<stream_decoder> decode_stream(decode_context) const override {
    throw std::logic_error("embeddings are not streamed");
  }

  std::string models_path() const override { return "/models"; }

  domain::quota_report quota(const answer_head& head) const override {
    return openai_quota(head);
  }

  domain::failure classify(const answer_head& head,
                           std::string_view body) const override {
    if (head.status < 200 || head.status >= 300)
      return classify_openai(head, body);
    auto read = read_embeddings(std::string(body), head.status, {});
    if (auto* failed = std::get_if<domain::failure>(&read))
      return std::move(*failed);
    return not_an_answer("The answer is not what was asked for.", head.status);
  }
};

} // namespace

std::unique_ptr<codec> make_openai_embeddings_codec() {
  return std::make_unique<openai_embeddings_codec>();
}

} // namespace bellwether::providers
