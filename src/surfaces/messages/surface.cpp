#include "surfaces/surface.hpp"

#include "providers/error_body.hpp"
#include "providers/json_members.hpp"
#include "surfaces/messages/answer.hpp"
#include "surfaces/messages/request.hpp"
#include "surfaces/messages/stream.hpp"

#include <utility>

namespace bellwether::surfaces {

namespace {

using providers::json_quote;
using providers::request_problem;

std::string_view error_type(int status) {
  switch (status) {
    case 400:
      return "invalid_request_error";
    case 401:
      return "authentication_error";
    case 402:
      return "billing_error";
    case 403:
      return "permission_error";
    case 404:
      return "not_found_error";
    case 409:
      return "conflict_error";
    case 413:
      return "request_too_large";
    case 429:
      return "rate_limit_error";
    case 503:
    case 529:
      return "overloaded_error";
    case 504:
      return "timeout_error";
    default:
      return "api_error";
  }
}

class messages_inbound final : public inbound {
public:
  messages_inbound(anthropic::translated_request request, call_identity who)
      : chat_{std::move(request.chat)},
        metadata_{std::move(request.metadata)},
        call_{std::move(who.id)},
        style_{anthropic::message_id(call_), std::move(request.model),
               request.shows_thinking},
        stream_{style_} {}

  std::string take_chat() override { return std::move(chat_); }

  std::string take_metadata() override { return std::move(metadata_); }

  std::string answer(std::string completion) override {
    return anthropic::answer_of(completion, style_);
  }

  void append_event(const providers::stream_event& event,
                    std::string& out) override {
    stream_.take(event.json, out);
  }

  void append_end(std::string& out) override { stream_.end(out); }

  void append_fault(const stream_fault& why, std::string& out) override {
    std::string data = R"({"type":"error","error":{"type":")";
    data += error_type(why.status);
    data += R"(","message":)" + json_quote(why.message);
    data += R"(,"code":)" + json_quote(why.code);
    data += R"(,"usage":)" + anthropic::usage_json(why.so_far);
    data += R"(},"request_id":)" + json_quote(call_) + "}";
    anthropic::append_sse("error", data, out);
  }

private:
  std::string chat_;
  std::string metadata_;
  std::string call_;
  anthropic::answer_style style_;
  anthropic::message_stream stream_;
};

class messages_surface final : public surface {
public:
  std::variant<std::unique_ptr<inbound>, request_problem> open(
      std::string body, call_identity who) const override {
    auto read = anthropic::read_request(body);
    if (auto* wrong = std::get_if<request_problem>(&read))
      return std::move(*wrong);
    return std::make_unique<messages_inbound>(
        std::get<anthropic::translated_request>(std::move(read)),
        std::move(who));
  }

  std::string error(int status, std::string openai_body) const override {
    const auto error = providers::read_error_body(openai_body);
    std::string out = R"({"type":"error","error":{"type":")";
    out += error_type(status);
    out += R"(","message":)";
    out += json_quote(error && !error->message.empty() ? error->message
                                                       : "The call failed.");
    out += "}}";
    return out;
  }
};

} // namespace

const surface& messages() {
  static const messages_surface only;
  return only;
}

} // namespace bellwether::surfaces
