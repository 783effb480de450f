#include "surfaces/responses/item_publisher.hpp"

#include "providers/json_members.hpp"

#include <utility>

namespace bellwether::surfaces {

namespace {

using kind = output_item::kind;
using providers::json_quote;

constexpr std::string_view summary_index = R"(,"summary_index":0)";

std::string text_member(std::string_view name, std::string_view text) {
  return ",\"" + std::string(name) + "\":" + json_quote(text);
}

// The item as it is when the caller first hears of it.
output_item without_content(const output_item& item) {
  output_item out;
  out.what = item.what;
  out.id = item.id;
  out.status = "in_progress";
  out.call_id = item.call_id;
  out.name = item.name;
  return out;
}

std::string_view unseen(const std::string& text, std::size_t seen) {
  return std::string_view(text).substr(seen);
}

} // namespace

void item_publisher::advance(const output_item& item, std::size_t index,
                             std::string& out) {
  if (!announced_) {
    // A call that has no name yet cannot be told of.
    if (item.what == kind::function_call && item.name.empty())
      return;
    index_ = index;
    announce(item, out);
  }
  switch (item.what) {
    case kind::reasoning:
      return advance_thoughts(item, out);
    case kind::message:
      return advance_parts(item, out);
    case kind::function_call:
      return advance_arguments(item, out);
  }
}

void item_publisher::finish(output_item& item, std::size_t index,
                            std::string_view status, std::string& out) {
  item.status = status;
  advance(item, index, out);
  if (!announced_) {
    index_ = index;
    announce(item, out);
    advance_arguments(item, out);
  }
  switch (item.what) {
    case kind::reasoning:
      end_thoughts(item, out);
      break;
    case kind::message:
      if (open_parts_ > 0)
        end_part(item.parts[open_parts_ - 1], out);
      break;
    case kind::function_call:
      end_arguments(item, out);
      break;
  }
  events_.append("response.output_item.done",
                 R"(,"output_index":)" + std::to_string(index_) + R"(,"item":)"
                     + write_item(item, sealed_),
                 out);
  announced_ = false;
  open_parts_ = seen_text_ = seen_logprobs_ = 0;
}

void item_publisher::announce(const output_item& item, std::string& out) {
  announced_ = true;
  const auto index = R"(,"output_index":)" + std::to_string(index_);
  where_ = R"(,"item_id":)" + json_quote(item.id) + index;
  events_.append(
      "response.output_item.added",
      index + R"(,"item":)" + write_item(without_content(item), false), out);
}

void item_publisher::advance_thoughts(const output_item& item,
                                      std::string& out) {
  const auto fresh = unseen(item.text, seen_text_);
  if (fresh.empty())
    return;
  if (seen_text_ == 0)
    append("response.reasoning_summary_part.added",
           std::string(summary_index) + R"(,"part":)" + write_summary(""), out);
  append("response.reasoning_summary_text.delta",
         std::string(summary_index) + text_member("delta", fresh), out);
  seen_text_ = item.text.size();
}

void item_publisher::advance_parts(const output_item& item, std::string& out) {
  if (open_parts_ > 0)
    advance_part(item.parts[open_parts_ - 1], out);
  while (open_parts_ < item.parts.size()) {
    if (open_parts_ > 0)
      end_part(item.parts[open_parts_ - 1], out);
    const auto& part = item.parts[open_parts_++];
    seen_text_ = seen_logprobs_ = 0;
    append(
        "response.content_part.added",
        content_index() + R"(,"part":)"
            + write_part({.refusal = part.refusal, .text = {}, .logprobs = {}}),
        out);
    advance_part(part, out);
  }
}

void item_publisher::advance_part(const message_part& part, std::string& out) {
  const auto fresh = unseen(part.text, seen_text_);
  auto logprobs = unseen(part.logprobs, seen_logprobs_);
  if (fresh.empty() && logprobs.empty())
    return;
  if (logprobs.starts_with(','))
    logprobs.remove_prefix(1);
  auto members = content_index() + text_member("delta", fresh);
  if (!part.refusal)
    members += R"(,"logprobs":[)" + std::string(logprobs) + "]";
  append(part.refusal ? "response.refusal.delta" : "response.output_text.delta",
         members, out);
  seen_text_ = part.text.size();
  seen_logprobs_ = part.logprobs.size();
}

void item_publisher::advance_arguments(const output_item& item,
                                       std::string& out) {
  const auto fresh = unseen(item.text, seen_text_);
  if (fresh.empty())
    return;
  append("response.function_call_arguments.delta", text_member("delta", fresh),
         out);
  seen_text_ = item.text.size();
}

void item_publisher::end_thoughts(const output_item& item, std::string& out) {
  if (item.text.empty())
    return;
  append("response.reasoning_summary_text.done",
         std::string(summary_index) + text_member("text", item.text), out);
  append("response.reasoning_summary_part.done",
         std::string(summary_index) + R"(,"part":)" + write_summary(item.text),
         out);
}

void item_publisher::end_part(const message_part& part, std::string& out) {
  const auto at = content_index();
  if (part.refusal)
    append("response.refusal.done", at + text_member("refusal", part.text),
           out);
  else
    append("response.output_text.done",
           at + text_member("text", part.text) + R"(,"logprobs":[)"
               + part.logprobs + "]",
           out);
  append("response.content_part.done", at + R"(,"part":)" + write_part(part),
         out);
}

void item_publisher::end_arguments(const output_item& item, std::string& out) {
  append("response.function_call_arguments.done",
         text_member("name", item.name) + text_member("arguments", item.text),
         out);
}

void item_publisher::append(std::string_view type, std::string_view members,
                            std::string& out) {
  events_.append(type, where_ + std::string(members), out);
}

std::string item_publisher::content_index() const {
  return R"(,"content_index":)" + std::to_string(open_parts_ - 1);
}

} // namespace bellwether::surfaces
