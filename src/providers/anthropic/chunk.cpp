#include "providers/anthropic/chunk.hpp"

#include "providers/anthropic/json_writer.hpp"
#include "providers/anthropic/usage.hpp"

namespace bellwether::providers::anthropic {

namespace {

using kind = stream_event::kind;

std::string calls_delta(const std::string& call) {
  array_writer calls;
  calls.add(call);
  return object_writer().json("tool_calls", calls.take()).take();
}

std::int64_t place_number(std::size_t place) {
  return static_cast<std::int64_t>(place);
}

} // namespace

void chunk_writer::open(std::string_view id, std::int64_t created,
                        std::string_view model) {
  head_ = object_writer()
              .text("id", id)
              .text("object", "chat.completion.chunk")
              .number("created", created)
              .text("model", model)
              .take();
  head_.pop_back();
}

std::string chunk_writer::chunk(std::string_view delta,
                                std::string_view finish) const {
  array_writer choices;
  choices.add(object_writer()
                  .number("index", 0)
                  .json("delta", delta)
                  .json("logprobs", "null")
                  .json("finish_reason", finish)
                  .take());
  return head_ + ",\"choices\":" + choices.take() + "}";
}

stream_event chunk_writer::content(const std::string& delta,
                                   std::size_t chars) const {
  return {kind::content, chunk(delta, "null"),
          static_cast<std::int64_t>(chars)};
}

stream_event chunk_writer::role() const {
  return {kind::role, chunk(R"({"role":"assistant","content":""})", "null")};
}

stream_event chunk_writer::text(std::string_view name,
                                std::string_view text) const {
  return content(object_writer().text(name, text).take(), text.size());
}

stream_event chunk_writer::thought(std::string_view block) const {
  array_writer blocks;
  blocks.add(block);
  return content(object_writer().json("thinking_blocks", blocks.take()).take(),
                 0);
}

stream_event chunk_writer::call(std::size_t place, std::string_view id,
                                std::string_view name) const {
  const auto function =
      object_writer().text("name", name).text("arguments", "").take();
  return content(calls_delta(object_writer()
                                 .number("index", place_number(place))
                                 .text("id", id)
                                 .text("type", "function")
                                 .json("function", function)
                                 .take()),
                 name.size());
}

stream_event chunk_writer::arguments(std::size_t place,
                                     std::string_view piece) const {
  const auto function = object_writer().text("arguments", piece).take();
  return content(calls_delta(object_writer()
                                 .number("index", place_number(place))
                                 .json("function", function)
                                 .take()),
                 piece.size());
}

stream_event chunk_writer::finish(std::string_view reason) const {
  return {kind::finish, chunk("{}", json_quote(reason))};
}

stream_event chunk_writer::usage(const domain::usage& used) const {
  return {kind::usage,
          head_ + R"(,"choices":[],"usage":)" + usage_json(used) + "}"};
}

} // namespace bellwether::providers::anthropic
