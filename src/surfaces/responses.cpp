#include "surfaces/responses/answer.hpp"
#include "surfaces/responses/request.hpp"
#include "surfaces/responses/stream.hpp"
#include "surfaces/surface.hpp"

#include <utility>

namespace bellwether::surfaces {

namespace {

class response_inbound final : public inbound {
public:
  explicit response_inbound(response_request request)
      : request_{std::move(request)},
        stream_{request_.frame, request_.sealed} {}

  std::string take_chat() override { return std::move(request_.chat); }

  std::string take_metadata() override { return std::move(request_.metadata); }

  std::string answer(std::string completion) override {
    return write_answer(completion, request_.frame, request_.sealed);
  }

  void append_event(const providers::stream_event& event,
                    std::string& out) override {
    stream_.take(event.json, out);
  }

  void append_end(std::string& out) override { stream_.end(out); }

  void append_fault(const stream_fault& why, std::string& out) override {
    stream_.fail(why, out);
  }

private:
  response_request request_;
  response_stream stream_;
};

class response_surface final : public surface {
public:
  std::variant<std::unique_ptr<inbound>, providers::request_problem> open(
      std::string body, call_identity who) const override {
    auto request = read_response_request(body, who);
    if (auto* fault = std::get_if<providers::request_problem>(&request))
      return std::move(*fault);
    return std::make_unique<response_inbound>(
        std::get<response_request>(std::move(request)));
  }

  std::string error(int, std::string openai_body) const override {
    return openai_body;
  }
};

} // namespace

const surface& responses() {
  static const response_surface only;
  return only;
}

} // namespace bellwether::surfaces
