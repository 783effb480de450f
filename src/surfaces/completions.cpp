#include "providers/json_dom.hpp"
#include "providers/json_members.hpp"
#include "surfaces/completions_request.hpp"
#include "surfaces/openai_fault.hpp"
#include "surfaces/openai_request.hpp"
#include "surfaces/surface.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace bellwether::surfaces {

namespace {

namespace dom = providers::dom;
using providers::json_quote;
using providers::member_of;
using providers::text_member;

// What was said: an API that knows no refusals gives their text. Thoughts are
// no part of it.
std::string_view text_of_message(const dom::element& message) {
  const auto text = text_member(message, "content");
  return text.empty() ? text_member(message, "refusal") : text;
}

// JSON; "null" while there is none.
std::string_view finish_of(std::string_view reason) {
  if (reason.empty())
    return "null";
  if (reason == "length" || reason == "content_filter")
    return reason == "length" ? R"("length")" : R"("content_filter")";
  return R"("stop")";
}

std::string write_choice(std::int64_t index, std::string_view text,
                         std::string_view finish) {
  return R"({"text":)" + json_quote(text) + R"(,"index":)"
         + std::to_string(index) + R"(,"logprobs":null,"finish_reason":)"
         + std::string(finish) + "}";
}

class completion_inbound final : public inbound {
public:
  completion_inbound(completion_request request, const call_identity& who)
      : request_{std::move(request)},
        id_{"cmpl-" + plain_id(who.id)},
        created_{who.created} {}

  std::string take_chat() override { return std::move(request_.chat); }

  std::string answer(std::string completion) override {
    dom::element root;
    if (providers::parse_json(completion).get(root) != simdjson::SUCCESS)
      return completion;
    auto out = head(root) + choices(root, "message") + "]";
    if (const auto usage = member_of(root, "usage"))
      out += R"(,"usage":)" + simdjson::minify(*usage);
    return out + "}";
  }

  void append_event(const providers::stream_event& event,
                    std::string& out) override {
    dom::element root;
    if (providers::parse_json(event.json).get(root) != simdjson::SUCCESS)
      return;
    const auto news = choices(root, "delta");
    const auto usage = member_of(root, "usage");
    if (news.empty() && !usage)
      return;
    out += "data: " + head(root) + news + "]";
    if (usage)
      out += R"(,"usage":)" + simdjson::minify(*usage);
    out += "}\n\n";
  }

  void append_end(std::string& out) override { out += "data: [DONE]\n\n"; }

  void append_fault(const stream_fault& why, std::string& out) override {
    append_openai_fault(why, out);
  }

private:
  std::string head(const dom::element& root) const {
    const auto model = text_member(root, "model");
    return R"({"id":)" + json_quote(id_)
           + R"(,"object":"text_completion","created":)"
           + std::to_string(created_) + R"(,"model":)"
           + json_quote(model.empty() ? request_.model : model)
           + R"(,"choices":[)";
  }

  // Of a chunk only the choices that say something; all of an answer.
  std::string choices(const dom::element& root, std::string_view part) {
    std::string out;
    dom::array all;
    const auto member = member_of(root, "choices");
    if (!member || member->get_array().get(all) != simdjson::SUCCESS)
      return out;
    std::int64_t place = 0;
    for (const auto choice : all) {
      const auto text = choice_text(choice, part, place++);
      if (!out.empty() && !text.empty())
        out += ',';
      out += text;
    }
    return out;
  }

  std::string choice_text(const dom::element& choice, std::string_view part,
                          std::int64_t place) {
    const auto given = member_of(choice, "index");
    const auto index =
        given ? providers::integer_of(*given).value_or(place) : place;
    const auto message = member_of(choice, part);
    const auto said = message ? text_of_message(*message) : std::string_view{};
    const auto finish = finish_of(text_member(choice, "finish_reason"));
    const bool first = begins(index);
    if (!first && said.empty() && finish == "null")
      return {};
    return write_choice(
        index, first ? request_.echo + std::string(said) : std::string(said),
        finish);
  }

  // Whether this is the first that is heard of a choice.
  bool begins(std::int64_t index) {
    if (std::find(begun_.begin(), begun_.end(), index) != begun_.end())
      return false;
    begun_.push_back(index);
    return true;
  }

  completion_request request_;
  std::string id_;
  std::int64_t created_;
  std::vector<std::int64_t> begun_; ///< indices of choices
};

class completion_surface final : public surface {
public:
  std::variant<std::unique_ptr<inbound>, providers::request_problem> open(
      std::string body, call_identity who) const override {
    auto request = read_completion_request(body);
    if (auto* fault = std::get_if<providers::request_problem>(&request))
      return std::move(*fault);
    return std::make_unique<completion_inbound>(
        std::get<completion_request>(std::move(request)), who);
  }

  std::string error(int, std::string openai_body) const override {
    return openai_body;
  }
};

} // namespace

const surface& completions() {
  static const completion_surface only;
  return only;
}

} // namespace bellwether::surfaces
