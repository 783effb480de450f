#include "simulator/anthropic/format.hpp"

#include "simulator/anthropic/answer_json.hpp"
#include "simulator/anthropic/request.hpp"
#include "simulator/anthropic/stream.hpp"

#include <nlohmann/json.hpp>

namespace bellwether::simulator {

using nlohmann::json;

namespace {

class anthropic_format final : public wire_format {
public:
  std::variant<question, http_reply> read(const request_view& r) override {
    return read_messages_request(r, parser_);
  }

  http_reply embed(const request_view&) override {
    return anthropic_error(404, "Not Found");
  }

  std::string plain(const answer& a, const request_view&) const override {
    return message_text(
        a, blocks_text(a), true,
        a.drop_usage ? "" : anthropic_usage(a, a.completion_tokens()));
  }

  void stream(const answer& a, const request_view&,
              reply_script& script) const override {
    stream_message(a, script);
  }

  std::string error_event(const request_view& r, bool) const override {
    const std::string body =
        R"({"type":"error","error":{"type":"overloaded_error",)"
        R"("message":"Overloaded"},)"
        R"("request_id":"req_simulated"})";
    return r.quirks.has(quirk::bare_error_in_stream)
               ? body
               : "event: error\ndata: " + body + "\n\n";
  }

  std::string_view keep_alive(const destination&) const override {
    return "event: ping\ndata: {\"type\":\"ping\"}\n\n";
  }

  std::string_view broken_json() const override {
    return R"({"id":"msg_broken","type":"message","content":[{"type":"te)";
  }

  http_reply models(std::string_view provider) const override {
    const std::string name{provider};
    json list = json::array();
    for (const auto* size : {"large", "medium", "small"}) {
      list.push_back({{"type", "model"},
                      {"id", name + "-" + size},
                      {"display_name", name + " " + size},
                      {"created_at", "2025-01-01T00:00:00Z"}});
    }
    return {200, "content-type: application/json\r\n",
            json{{"data", std::move(list)},
                 {"has_more", false},
                 {"first_id", name + "-large"},
                 {"last_id", name + "-small"}}
                .dump()};
  }

  http_reply wrong_key() const override {
    return anthropic_error(401, "invalid x-api-key");
  }

  http_reply no_such_endpoint(std::string_view,
                              std::string_view) const override {
    return anthropic_error(404, "Not Found");
  }

  http_reply wrong_method(std::string_view) const override {
    return anthropic_error(405, "Method Not Allowed");
  }

private:
  simdjson::dom::parser parser_;
};

} // namespace

std::unique_ptr<wire_format> make_anthropic_format() {
  return std::make_unique<anthropic_format>();
}

} // namespace bellwether::simulator
