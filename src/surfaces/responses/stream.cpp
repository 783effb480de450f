#include "surfaces/responses/stream.hpp"

#include "providers/json_members.hpp"
#include "surfaces/responses/chunk_reader.hpp"
#include "surfaces/responses/usage.hpp"

#include <algorithm>

namespace bellwether::surfaces {

using kind = output_item::kind;
using providers::json_quote;
using providers::member_of;
using providers::text_member;

struct response_stream::delta {
  dom::element choice;
  dom::element message;
};

void response_stream::take(std::string_view chunk, std::string& out) {
  dom::element root;
  if (ended_ || providers::parse_json(chunk).get(root) != simdjson::SUCCESS)
    return;
  if (const auto model = text_member(root, "model"); !model.empty())
    frame_.model = model;
  if (auto tier = raw_member(root, "service_tier"); !tier.empty())
    frame_.service_tier = std::move(tier);
  open(out);
  if (auto usage = usage_of(root); usage != "null")
    usage_ = std::move(usage);
  const auto choice = first_choice(root);
  if (!choice)
    return;
  if (const auto message = member_of(*choice, "delta"))
    take_delta({*choice, *message}, out);
  if (const auto reason = text_member(*choice, "finish_reason");
      !reason.empty())
    finish_reason_ = reason;
}

void response_stream::end(std::string& out) {
  if (ended_)
    return;
  open(out);
  // Clients reach for the first item without looking.
  if (items_.empty())
    part_for(false, out);
  const auto incomplete = incomplete_reason(finish_reason_);
  const std::string_view status =
      incomplete.empty() ? "completed" : "incomplete";
  finish_items(status, out);
  const auto output = write_items(items_, items_.size(), sealed_);
  append_response("response." + std::string(status),
                  {.status = status,
                   .incomplete = incomplete,
                   .output = output,
                   .usage = usage_},
                  out);
  ended_ = true;
}

void response_stream::fail(const stream_fault& why, std::string& out) {
  if (ended_)
    return;
  open(out);
  const auto message = json_quote(why.message);
  events_.append("error",
                 R"(,"code":)" + json_quote(why.code) + R"(,"message":)"
                     + message + R"(,"param":null)",
                 out);
  auto known = live_;
  if (publisher_.announced())
    items_[known++].status = "incomplete";
  const auto output = write_items(items_, known, sealed_);
  const auto error = R"({"code":"server_error","message":)" + message + "}";
  const auto usage = write_usage(why.so_far, true);
  append_response(
      "response.failed",
      {.status = "failed", .error = error, .output = output, .usage = usage},
      out);
  ended_ = true;
}

void response_stream::open(std::string& out) {
  if (events_.started())
    return;
  for (const auto* event : {"response.created", "response.in_progress"})
    append_response(event, {.status = "in_progress"}, out);
}

void response_stream::take_delta(const delta& news, std::string& out) {
  if (const auto text = reasoning_of(news.message); !text.empty())
    item_for(kind::reasoning, out).text += text;
  // Of no use but to be handed back.
  if (const auto blocks = elements_of(news.message, "thinking_blocks");
      sealed_ && !blocks.empty())
    join_elements(item_for(kind::reasoning, out).thinking_blocks, blocks);
  if (const auto text = text_member(news.message, "content"); !text.empty()) {
    auto& part = part_for(false, out);
    part.text += text;
    if (const auto logprobs = member_of(news.choice, "logprobs"))
      join_elements(part.logprobs, elements_of(*logprobs, "content"));
  }
  if (const auto text = text_member(news.message, "refusal"); !text.empty())
    part_for(true, out).text += text;
  dom::array calls;
  if (const auto member = member_of(news.message, "tool_calls");
      member && member->get_array().get(calls) == simdjson::SUCCESS) {
    for (const auto call : calls)
      take_call({news.choice, call}, out);
  }
  publish(out);
}

void response_stream::take_call(const delta& news, std::string& out) {
  const auto& call = news.message;
  const auto id = text_member(call, "id");
  const auto index = member_of(call, "index");
  // A piece without an index goes on with the last call, unless it has an id.
  const auto last = static_cast<std::int64_t>(calls_.size()) - 1;
  const auto otherwise = id.empty() && last >= 0 ? last : last + 1;
  auto& item = call_at(
      index ? providers::integer_of(*index).value_or(otherwise) : otherwise, id,
      out);
  if (auto extra = raw_member(call, "extra_content"); !extra.empty())
    item.extra_content = std::move(extra);
  const auto function = member_of(call, "function");
  if (!function)
    return;
  if (item.name.empty())
    item.name = text_member(*function, "name");
  item.text += text_member(*function, "arguments");
}

output_item& response_stream::item_for(kind what, std::string& out) {
  if (!items_.empty() && items_.back().what == what)
    return items_.back();
  return push(what, out);
}

output_item& response_stream::call_at(std::int64_t index, std::string_view id,
                                      std::string& out) {
  const auto known =
      std::find_if(calls_.begin(), calls_.end(),
                   [&](const auto& call) { return call.first == index; });
  if (known != calls_.end())
    return items_[known->second];
  calls_.emplace_back(index, items_.size());
  auto& item = push(kind::function_call, out);
  if (!id.empty())
    item.call_id = id;
  return item;
}

output_item& response_stream::push(kind what, std::string& out) {
  if (live_ < items_.size() && items_[live_].what != kind::function_call) {
    publisher_.finish(items_[live_], live_, "completed", out);
    ++live_;
  }
  return items_.emplace_back(make_item(what, frame_.id, items_.size()));
}

message_part& response_stream::part_for(bool refusal, std::string& out) {
  auto& parts = item_for(kind::message, out).parts;
  if (parts.empty() || parts.back().refusal != refusal)
    parts.push_back({.refusal = refusal, .text = {}, .logprobs = {}});
  return parts.back();
}

void response_stream::publish(std::string& out) {
  if (live_ < items_.size())
    publisher_.advance(items_[live_], live_, out);
}

void response_stream::finish_items(std::string_view last_status,
                                   std::string& out) {
  for (; live_ < items_.size(); ++live_) {
    const bool last = live_ + 1 == items_.size();
    publisher_.finish(items_[live_], live_, last ? last_status : "completed",
                      out);
  }
}

void response_stream::append_response(std::string_view event,
                                      const response_state& state,
                                      std::string& out) {
  events_.append(event, R"(,"response":)" + write_response(frame_, state), out);
}

} // namespace bellwether::surfaces
