#include "providers/anthropic/request.hpp"

#include "providers/anthropic/json_writer.hpp"
#include "providers/anthropic/messages.hpp"
#include "providers/anthropic/model_name.hpp"
#include "providers/anthropic/thinking.hpp"
#include "providers/anthropic/tools.hpp"
#include "providers/anthropic/tuning.hpp"
#include "providers/conversation.hpp"
#include "providers/conversation_fields.hpp"

#include <algorithm>
#include <utility>

namespace bellwether::providers::anthropic {

namespace {

using domain::failure;
using format = answer_format::kind;

constexpr claude_version without_prefill{4, 6};

// Whether the model would have to go on with an answer that the caller began.
bool has_prefill(const conversation& c) {
  const auto last =
      std::find_if(c.turns.rbegin(), c.turns.rend(), [](const turn& t) {
        return t.role != turn::speaker::instructions && says_something(t);
      });
  return last != c.turns.rend() && last->role == turn::speaker::assistant
         && last->calls.empty();
}

std::optional<failure> refuse(const conversation& c, const abilities& model) {
  if (c.choices.value_or(1) > 1)
    return unsupported_field("n", "ask for one choice.");
  if (model.version && *model.version >= without_prefill && has_prefill(c))
    return unsupported_field(
        "messages",
        "this model does not continue an answer; end with a user's "
        "message.");
  if (c.format.what == format::json_schema && !model.schemas)
    return unsupported_field(
        "response_format",
        "this model has no structured output; ask for json_object.");
  return std::nullopt;
}

void write_output_config(const conversation& c, const thinking_plan& plan,
                         object_writer& out) {
  object_writer config;
  if (!plan.effort.empty())
    config.text("effort", plan.effort);
  if (c.format.what == format::json_schema)
    config.json("format", object_writer()
                              .text("type", "json_schema")
                              .json("schema", c.format.schema)
                              .take());
  if (!config.empty())
    out.json("output_config", config.take());
}

} // namespace

std::variant<encoded, failure> encode_request(std::string_view body,
                                              const target& t, bool stream) {
  auto read = read_conversation(body);
  if (auto* failed = std::get_if<failure>(&read))
    return std::move(*failed);
  const auto& c = std::get<conversation>(read);
  const auto model = abilities_of(t);
  if (auto refused = refuse(c, model))
    return *std::move(refused);
  encoded out;
  const auto plan = plan_thinking(c, t, model, out.dropped);
  const bool thinks = !plan.thinking.empty();
  auto messages = messages_of(c, thinks);
  if (auto* failed = std::get_if<failure>(&messages))
    return std::move(*failed);
  object_writer request;
  request.text("model", t.upstream_model)
      .number("max_tokens", plan.max_tokens)
      .json_if_any("system", system_of(c))
      .json("messages", std::get<std::string>(messages));
  write_tools(c, model, request);
  request.json_if_any("thinking", plan.thinking);
  write_output_config(c, plan, request);
  write_sampling(c, model, thinks, request, out.dropped);
  write_options(c, request, out.dropped);
  write_rest(c, body, request, out.dropped);
  if (stream)
    request.json("stream", "true");
  out.body = request.take();
  return out;
}

} // namespace bellwether::providers::anthropic
