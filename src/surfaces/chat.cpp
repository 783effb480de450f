#include "surfaces/openai_fault.hpp"
#include "surfaces/surface.hpp"

#include <utility>

namespace bellwether::surfaces {

namespace {

class chat_inbound final : public inbound {
public:
  explicit chat_inbound(std::string body) : body_{std::move(body)} {}

  std::string take_chat() override { return std::move(body_); }

  std::string answer(std::string completion) override { return completion; }

  void append_event(const providers::stream_event& event,
                    std::string& out) override {
    out += "data: ";
    out += event.json;
    out += "\n\n";
  }

  void append_end(std::string& out) override { out += "data: [DONE]\n\n"; }

  void append_fault(const stream_fault& why, std::string& out) override {
    append_openai_fault(why, out);
  }

private:
  std::string body_;
};

class chat_surface final : public surface {
public:
  std::variant<std::unique_ptr<inbound>, providers::request_problem> open(
      std::string body, call_identity) const override {
    return std::make_unique<chat_inbound>(std::move(body));
  }

  std::string error(int, std::string openai_body) const override {
    return openai_body;
  }
};

} // namespace

const surface& chat() {
  static const chat_surface only;
  return only;
}

} // namespace bellwether::surfaces
