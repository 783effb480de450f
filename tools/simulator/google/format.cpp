#include "simulator/google/format.hpp"

#include "simulator/google/request.hpp"
#include "simulator/google/stream.hpp"

#include <nlohmann/json.hpp>

namespace bellwether::simulator {

using nlohmann::json;

namespace {

class gemini_format final : public wire_format {
public:
  std::variant<question, http_reply> read(const request_view& r) override {
    return read_generate_request(r, parser_);
  }

  http_reply embed(const request_view& r) override {
    return answer_embed_content(r, parser_);
  }

  std::string plain(const answer& a, const request_view&) const override {
    return whole_response(a);
  }

  std::string_view stream_headers(const destination& to) const override {
    return to.events ? "content-type: text/event-stream\r\n"
                     : "content-type: application/json; charset=UTF-8\r\n";
  }

  void stream(const answer& a, const request_view& r,
              reply_script& script) const override {
    stream_responses(a, r.to.events, script);
  }

  std::string error_event(const request_view& r, bool first) const override {
    const auto body =
        google_error(503, "The model is overloaded (simulated).").body;
    if (!r.to.events) {
      return (first ? "[" : ",\r\n") + body + "]";
    }
    return r.quirks.has(quirk::bare_error_in_stream)
               ? body
               : "data: " + body + "\r\n\r\n";
  }

  std::string_view keep_alive(const destination& to) const override {
    return to.events ? ": keep-alive\r\n\r\n" : "\r\n";
  }

  std::string_view broken_json() const override {
    return R"({"candidates":[{"content":{"parts":[{"te)";
  }

  http_reply models(std::string_view provider) const override {
    json list = json::array();
    for (const auto* size : {"large", "medium", "small"}) {
      const auto name = std::string{provider} + "-" + size;
      list.push_back(
          {{"name", "models/" + name},
           {"version", "001"},
           {"displayName", name},
           {"inputTokenLimit", 1'048'576},
           {"outputTokenLimit", 65'536},
           {"supportedGenerationMethods", {"generateContent", "countTokens"}}});
    }
    return {200, "content-type: application/json; charset=UTF-8\r\n",
            json{{"models", std::move(list)}}.dump()};
  }

  http_reply wrong_key() const override { return google_key_error(); }

  http_reply no_such_endpoint(std::string_view,
                              std::string_view path) const override {
    return google_error(404, "Not found: " + std::string{path});
  }

  http_reply wrong_method(std::string_view method) const override {
    return google_error(405, "Not allowed here: " + std::string{method});
  }

private:
  simdjson::dom::parser parser_;
};

} // namespace

std::unique_ptr<wire_format> make_gemini_format() {
  return std::make_unique<gemini_format>();
}

} // namespace bellwether::simulator
