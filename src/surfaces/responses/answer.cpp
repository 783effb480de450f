#include "surfaces/responses/answer.hpp"

#include "surfaces/responses/chunk_reader.hpp"
#include "surfaces/responses/item.hpp"

#include <utility>

namespace bellwether::surfaces {

namespace {

using kind = output_item::kind;
using providers::member_of;
using providers::text_member;

class item_list {
public:
  explicit item_list(std::string_view call) : call_{call} {}

  output_item& add(kind what) {
    return items.emplace_back(make_item(what, call_, items.size()));
  }

  std::vector<output_item> items;

private:
  std::string_view call_;
};

void read_reasoning(const dom::element& message, bool sealed, item_list& out) {
  const auto text = reasoning_of(message);
  auto blocks =
      sealed ? elements_of(message, "thinking_blocks") : std::string{};
  if (text.empty() && blocks.empty())
    return;
  auto& item = out.add(kind::reasoning);
  item.text = text;
  item.thinking_blocks = std::move(blocks);
}

void read_text(const dom::element& choice, const dom::element& message,
               item_list& out) {
  std::vector<message_part> parts;
  if (const auto text = text_member(message, "content"); !text.empty()) {
    const auto logprobs = member_of(choice, "logprobs");
    parts.push_back({.refusal = false,
                     .text = std::string(text),
                     .logprobs = logprobs ? elements_of(*logprobs, "content")
                                          : std::string{}});
  }
  if (const auto text = text_member(message, "refusal"); !text.empty())
    parts.push_back(
        {.refusal = true, .text = std::string(text), .logprobs = {}});
  if (!parts.empty())
    out.add(kind::message).parts = std::move(parts);
}

void read_calls(const dom::element& message, item_list& out) {
  dom::array calls;
  const auto member = member_of(message, "tool_calls");
  if (!member || member->get_array().get(calls) != simdjson::SUCCESS)
    return;
  for (const auto call : calls) {
    auto& item = out.add(kind::function_call);
    if (const auto id = text_member(call, "id"); !id.empty())
      item.call_id = id;
    item.extra_content = raw_member(call, "extra_content");
    const auto function = member_of(call, "function");
    if (!function)
      continue;
    item.name = text_member(*function, "name");
    item.text = text_member(*function, "arguments");
  }
}

} // namespace

std::string write_answer(std::string_view completion, response_frame& frame,
                         bool sealed) {
  item_list out{frame.id};
  std::string_view incomplete;
  std::string usage = "null";
  dom::element root;
  if (providers::parse_json(completion).get(root) == simdjson::SUCCESS) {
    if (const auto model = text_member(root, "model"); !model.empty())
      frame.model = model;
    if (auto tier = raw_member(root, "service_tier"); !tier.empty())
      frame.service_tier = std::move(tier);
    usage = usage_of(root);
    const auto choice = first_choice(root);
    if (const auto message =
            choice ? member_of(*choice, "message") : std::nullopt) {
      incomplete = incomplete_reason(text_member(*choice, "finish_reason"));
      read_reasoning(*message, sealed, out);
      read_text(*choice, *message, out);
      read_calls(*message, out);
    }
  }
  // Clients reach for the first item without looking.
  if (out.items.empty())
    out.add(kind::message).parts.emplace_back();
  const std::string_view status =
      incomplete.empty() ? "completed" : "incomplete";
  out.items.back().status = status;
  const auto output = write_items(out.items, out.items.size(), sealed);
  return write_response(frame, {.status = status,
                                .incomplete = incomplete,
                                .output = output,
                                .usage = usage});
}

} // namespace bellwether::surfaces
