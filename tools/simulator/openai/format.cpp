#include "simulator/openai/format.hpp"

#include "simulator/json_text.hpp"
#include "simulator/openai/answer_json.hpp"
#include "simulator/openai/request.hpp"
#include "simulator/openai/stream.hpp"

#include <nlohmann/json.hpp>

namespace bellwether::simulator {

using nlohmann::json;

namespace {

std::string choice_text(const answer& a, std::size_t i,
                        const openai_accent& accent) {
  const auto& c = a.choices[i];
  std::string text{i == 0 ? "" : ","};
  text += R"({"index":)" + std::to_string(i) + R"(,"message":)"
          + message_text(a, c, accent);
  if (!a.quirks.has(quirk::no_refusal_no_logprobs)) {
    text += R"(,"logprobs":null)";
  }
  text.append(R"(,"finish_reason":)").append(finish_reason(a, c));
  return text.append("}");
}

class openai_format final : public wire_format {
public:
  std::variant<question, http_reply> read(const request_view& r) override {
    return read_chat(r, parser_);
  }

  http_reply embed(const request_view& r) override {
    return answer_embeddings(r, parser_);
  }

  std::string plain(const answer& a, const request_view& r) const override {
    const auto accent = accent_for(r, a);
    auto text = R"({"id":"chatcmpl-)" + a.id
                + R"(","object":"chat.completion","created":)"
                + std::to_string(a.created) + R"(,"model":)"
                + json_text(a.model) + R"(,"choices":[)";
    for (std::size_t i = 0; i < a.choices.size(); ++i) {
      text += choice_text(a, i, accent);
    }
    text.append("]");
    if (!a.drop_usage) {
      text.append(R"(,"usage":)").append(usage_text(a, accent));
    }
    text.append(R"(,"service_tier":"default","system_fingerprint":")");
    return text.append(a.fingerprint).append("\"}");
  }

  void stream(const answer& a, const request_view& r,
              reply_script& script) const override {
    stream_chunks(a, accent_for(r, a), script);
  }

  std::string error_event(const request_view& r, bool) const override {
    auto error = openai_error(500, "The server had an error (simulated).",
                              "server_error", {}, "server_error");
    if (r.to.speaks == dialect::compat) {
      error = as_compat_error(error);
    }
    if (r.quirks.has(quirk::bare_error_in_stream)) {
      return error.body;
    }
    return "data: " + error.body + "\n\n";
  }

  std::string_view broken_json() const override {
    return R"({"id":"chatcmpl-broken","choices":[{"index":)";
  }

  http_reply models(std::string_view provider) const override {
    json list = json::array();
    for (const auto* model : {"large", "medium", "small"}) {
      list.push_back({{"id", std::string{provider} + "-" + model},
                      {"object", "model"},
                      {"created", 1735689600},
                      {"owned_by", provider}});
    }
    return {200, "content-type: application/json\r\n",
            json{{"object", "list"}, {"data", std::move(list)}}.dump()};
  }

  http_reply wrong_key() const override {
    return openai_error(401, "Incorrect API key provided.",
                        "invalid_request_error", {}, "invalid_api_key");
  }

  http_reply no_such_endpoint(std::string_view method,
                              std::string_view path) const override {
    return openai_error(
        404,
        "Invalid URL (" + std::string{method} + " " + std::string{path} + ")",
        "invalid_request_error");
  }

  http_reply wrong_method(std::string_view method) const override {
    return openai_error(405, "Not allowed here: " + std::string{method},
                        "invalid_request_error", {}, "method_not_supported");
  }

private:
  simdjson::dom::parser parser_;
};

} // namespace

std::unique_ptr<wire_format> make_openai_format() {
  return std::make_unique<openai_format>();
}

} // namespace bellwether::simulator
