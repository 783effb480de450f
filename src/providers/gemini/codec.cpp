#include "providers/gemini/codec.hpp"

#include "providers/answer_body.hpp"
#include "providers/error_class.hpp"
#include "providers/gemini/answer.hpp"
#include "providers/gemini/model_name.hpp"
#include "providers/gemini/request.hpp"
#include "providers/gemini/stream.hpp"
#include "providers/gemini/wire.hpp"

#include <utility>

namespace bellwether::providers {

namespace {

class gemini_codec final : public codec {
public:
  std::string path(const target& t, bool stream) const override {
    if (!stream)
      return gemini::method_path(t.upstream_model, "generateContent");
    return gemini::method_path(t.upstream_model, "streamGenerateContent")
           + "?alt=sse";
  }

  std::vector<std::pair<std::string, std::string>> headers(
      std::string_view api_key) const override {
    return gemini::request_headers(api_key);
  }

  // The path says whether it is a stream.
  std::variant<encoded, domain::failure> encode(std::string_view body,
                                                const target& t,
                                                bool) const override {
    return gemini::encode_request(body, t);
  }

  std::variant<answer, domain::failure> decode(
      const answer_head& head, std::string body,
      const decode_context& context) const override {
    auto out =
        gemini::decode_answer(gemini::trimmed_body(body), head.status, context);
    if (auto* failed = std::get_if<domain::failure>(&out))
      return with_wait(std::move(*failed), head);
    return out;
  }

  std::unique_ptr<stream_decoder> decode_stream(
      decode_context context) const override {
    return gemini::make_stream_decoder(context);
  }

  std::string models_path() const override { return "/models?pageSize=1"; }

  domain::quota_report quota(const answer_head&) const override { return {}; }

  domain::failure classify(const answer_head& head,
                           std::string_view body) const override {
    if (head.status < 200 || head.status >= 300)
      return gemini::failed_answer(head, body);
    auto read =
        gemini::decode_answer(gemini::trimmed_body(body), head.status, {});
    if (auto* failed = std::get_if<domain::failure>(&read))
      return with_wait(std::move(*failed), head);
    return not_an_answer("The answer is not what was asked for.", head.status);
  }
};

} // namespace

std::unique_ptr<codec> make_gemini_codec() {
  return std::make_unique<gemini_codec>();
}

} // namespace bellwether::providers
