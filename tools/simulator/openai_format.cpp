#include "simulator/openai_format.hpp"

#include "simulator/openai_request.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace bellwether::simulator {

using nlohmann::json;

namespace {

std::string json_text(std::string_view text) {
  const bool simple = std::ranges::all_of(text, [](char c) {
    return c >= ' ' && c <= '~' && c != '"' && c != '\\';
  });
  if (simple) {
    return std::string{"\""}.append(text).append("\"");
  }
  return json(text).dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string usage_text(const answer& a) {
  const auto in = std::to_string(a.prompt_tokens);
  const auto out = std::to_string(a.tokens.size());
  const auto all = std::to_string(a.prompt_tokens + a.tokens.size());
  return R"({"prompt_tokens":)" + in + R"(,"completion_tokens":)" + out
         + R"(,"total_tokens":)" + all
         + R"(,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},)"
           R"("completion_tokens_details":{"reasoning_tokens":0,)"
           R"("audio_tokens":0,"accepted_prediction_tokens":0,)"
           R"("rejected_prediction_tokens":0}})";
}

std::string_view finish_reason(const answer& a) {
  if (a.cut_short) {
    return R"("length")";
  }
  return a.tool.empty() ? R"("stop")" : R"("tool_calls")";
}

std::string joined(const std::vector<std::string>& tokens) {
  std::string text;
  for (const auto& t : tokens) {
    text += t;
  }
  return text;
}

std::string message_text(const answer& a) {
  const auto text = json_text(joined(a.tokens));
  if (a.tool.empty()) {
    return R"({"role":"assistant","content":)" + text
           + R"(,"refusal":null,"annotations":[]})";
  }
  return R"({"role":"assistant","content":null,"refusal":null,)"
         R"("tool_calls":[{"id":"call_)"
         + a.id + R"(","type":"function","function":{"name":)"
         + json_text(a.tool) + R"(,"arguments":)" + text + "}}]}";
}

/// The parts of a chunk that are the same all through a stream.
class chunk_writer {
public:
  explicit chunk_writer(const answer& a)
      : before_{R"(data: {"id":"chatcmpl-)" + a.id
                + R"(","object":"chat.completion.chunk","created":)"
                + std::to_string(a.created) + R"(,"model":)"
                + json_text(a.model) + R"(,"system_fingerprint":")"
                + a.fingerprint + R"(","choices":[)"},
        after_{a.include_usage && !a.drop_usage ? R"(],"usage":null})" : "]}"} {
  }

  void delta(std::string& bytes, std::string_view fields,
             std::string_view finish = "null") {
    event_.assign(before_).append(R"({"index":0,"delta":)").append(fields);
    event_.append(R"(,"logprobs":null,"finish_reason":)").append(finish);
    event_.append("}").append(after_).append("\n\n");
    append_chunk(bytes, event_);
  }

  void usage(std::string& bytes, const answer& a) {
    event_.assign(before_).append(R"(],"usage":)").append(usage_text(a));
    event_.append("}\n\n");
    append_chunk(bytes, event_);
  }

private:
  std::string before_;
  std::string after_;
  std::string event_;
};

std::string opening_delta(const answer& a) {
  if (a.tool.empty()) {
    return R"({"role":"assistant","content":"","refusal":null})";
  }
  return R"({"role":"assistant","content":null,"tool_calls":[{"index":0,)"
         R"("id":"call_)"
         + a.id + R"(","type":"function","function":{"name":)"
         + json_text(a.tool) + R"(,"arguments":""}}]})";
}

void append_contents(reply_script& script, const answer& a,
                     chunk_writer& write) {
  const bool tool = !a.tool.empty();
  std::string fields;
  script.content_ends.reserve(a.tokens.size());
  for (const auto& token : a.tokens) {
    fields = tool ? R"({"tool_calls":[{"index":0,"function":{"arguments":)"
                  : R"({"content":)";
    fields.append(json_text(token)).append(tool ? "}}]}" : "}");
    write.delta(script.bytes, fields);
    script.content_ends.push_back(script.bytes.size());
  }
}

class openai_format final : public wire_format {
public:
  endpoint route(std::string_view method,
                 std::string_view path) const override {
    path = path.substr(0, path.find('?'));
    // DeepSeek serves the same paths with and without the prefix.
    if (path.starts_with("/v1/")) {
      path.remove_prefix(3);
    }
    if (path == "/chat/completions") {
      return method == "POST" ? endpoint::chat : endpoint::wrong_method;
    }
    if (path == "/models") {
      return method == "GET" ? endpoint::models : endpoint::wrong_method;
    }
    return endpoint::unknown;
  }

  std::variant<question, http_reply> read(std::string_view body) override {
    return reader_.read(body);
  }

  std::string plain(const answer& a) const override {
    auto text = R"({"id":"chatcmpl-)" + a.id
                + R"(","object":"chat.completion","created":)"
                + std::to_string(a.created) + R"(,"model":)"
                + json_text(a.model) + R"(,"choices":[{"index":0,"message":)"
                + message_text(a) + R"(,"logprobs":null,"finish_reason":)";
    text.append(finish_reason(a)).append("}]");
    if (!a.drop_usage) {
      text.append(R"(,"usage":)").append(usage_text(a));
    }
    text.append(R"(,"service_tier":"default","system_fingerprint":")");
    return text.append(a.fingerprint).append("\"}");
  }

  void stream(const answer& a, reply_script& script) const override {
    constexpr std::size_t event_size = 320;
    script.bytes.reserve(script.bytes.size()
                         + event_size * (a.tokens.size() + 4));
    chunk_writer write{a};
    write.delta(script.bytes, opening_delta(a));
    script.opening_end = script.bytes.size();
    append_contents(script, a, write);
    write.delta(script.bytes, "{}", finish_reason(a));
    if (a.include_usage && !a.drop_usage) {
      write.usage(script.bytes, a);
    }
    script.done_begin = script.bytes.size();
    append_chunk(script.bytes, "data: [DONE]\n\n");
    script.done_end = script.bytes.size();
    append_last_chunk(script.bytes);
  }

  std::string error_event() const override {
    return "data: "
           + openai_error(500, "The server had an error (simulated).",
                          "server_error", {}, "server_error")
                 .body
           + "\n\n";
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
  openai_request_reader reader_;
};

} // namespace

std::unique_ptr<wire_format> make_openai_format() {
  return std::make_unique<openai_format>();
}

} // namespace bellwether::simulator
