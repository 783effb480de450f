#include "providers/openai/extensions.hpp"
#include "providers/openai/messages.hpp"
#include "providers/openai/request_draft.hpp"

#include <charconv>

namespace bellwether::providers {

namespace {

using domain::reasoning_control;

constexpr auto foreign = ext_reasoning_content | ext_thinking_blocks
                         | ext_extra_content | ext_cache_control | ext_is_error;

// Reasoning models take no other sampling than their own.
bool samples_by_itself(std::string_view model) {
  model.remove_prefix(model.rfind('/') + 1);
  if (model.starts_with("gpt-5"))
    return !model.starts_with("gpt-5-chat");
  return model.starts_with("o1") || model.starts_with("o3")
         || model.starts_with("o4");
}

bool is_one(std::string_view value) {
  double number = 0;
  std::from_chars(value.data(), value.data() + value.size(), number);
  return number == 1.0;
}

void adapt_sampling(request_draft& draft) {
  if (draft.to().traits.sampling
      || !samples_by_itself(draft.to().upstream_model))
    return give_up_sampling(draft);
  for (const auto* name : {"temperature", "top_p"}) {
    if (!is_one(draft[name]))
      draft.give_up(name);
  }
}

void adapt_messages(request_draft& draft) {
  const auto found = extensions_in(draft.body());
  const bool tool_images =
      (found & ext_image) != 0
      && draft.body().find("\"tool\"") != draft.body().npos;
  const auto messages = draft["messages"];
  if (is_array(messages) && (tool_images || (found & foreign) != 0))
    draft.set("messages",
              rewrite_messages(messages, {.reasoning = reasoning_replay::never,
                                          .keeps_extensions = false,
                                          .has_tool_images = false}));
  const auto tools = draft["tools"];
  if (is_array(tools) && (found & ext_cache_control) != 0)
    draft.set("tools", without_cache_control(tools));
}

} // namespace

void adapt_to_openai(request_draft& draft) {
  // The old name is refused by the models that think; the new one by none.
  draft.keep_one_limit("max_completion_tokens");
  adapt_sampling(draft);
  draft.give_up("top_k");
  draft.give_up("thinking");
  if (draft.to().traits.reasoning == reasoning_control::none)
    draft.give_up("reasoning_effort");
  adapt_messages(draft);
}

void adapt_to_compatible(request_draft& draft) {
  draft.bound("max_tokens");
  draft.bound("max_completion_tokens");
  give_up_sampling(draft);
  const auto& traits = draft.to().traits;
  if (traits.reasoning == reasoning_control::none)
    draft.give_up("reasoning_effort");
  message_rules rules;
  auto unwanted = ext_thinking_blocks | ext_is_error;
  if (!traits.replays_reasoning.value_or(true)) {
    rules.reasoning = reasoning_replay::never;
    unwanted = unwanted | ext_reasoning_content;
  }
  const auto messages = draft["messages"];
  if (is_array(messages) && (extensions_in(draft.body()) & unwanted) != 0)
    draft.set("messages", rewrite_messages(messages, rules));
}

} // namespace bellwether::providers
