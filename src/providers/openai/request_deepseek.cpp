#include "providers/openai/extensions.hpp"
#include "providers/openai/messages.hpp"
#include "providers/openai/request_draft.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace bellwether::providers {

namespace {

using domain::failure;
using domain::reasoning_control;

// Tuning that DeepSeek does not have: its absence is told.
constexpr std::string_view no_such_tuning[] = {
    "logit_bias", "parallel_tool_calls", "prediction",
    "seed",       "service_tier",        "top_k",
    "verbosity",  "web_search_options"};

// Bookkeeping of OpenAI's that changes no answer, and what says the default.
constexpr std::string_view no_such_note[] = {
    "metadata",
    "modalities",
    "moderation",
    "n",
    "prompt_cache_key",
    "prompt_cache_options",
    "prompt_cache_retention",
    "store",
};

failure cannot_carry(std::string_view what, std::string_view remedy) {
  return {.what = domain::failure_class::unsupported,
          .code = "unsupported_parameter",
          .detail = "DeepSeek does not take " + std::string(what) + ": "
                    + std::string(remedy) + "."};
}

bool is_many(std::string_view choices) {
  double number = 0;
  std::from_chars(choices.data(), choices.data() + choices.size(), number);
  return number > 1;
}

bool holds(std::string_view array, std::string_view text) {
  element_scanner scanner(array);
  std::string_view element;
  while (scanner.next(element)) {
    if (says(element, text))
      return true;
  }
  return false;
}

bool has_custom_tools(std::string_view tools) {
  element_scanner scanner(tools);
  std::string_view tool;
  while (scanner.next(tool)) {
    if (says(value_of(tool, "type"), "custom"))
      return true;
  }
  return false;
}

std::optional<failure> missing_feature(const request_draft& draft) {
  if (is_many(draft["n"]))
    return cannot_carry("'n' above 1", "ask once for each choice");
  if (says(value_of(draft["response_format"], "type"), "json_schema"))
    return cannot_carry(
        "'response_format' json_schema",
        "use json_object and describe the schema in the prompt");
  if (!draft["audio"].empty() || holds(draft["modalities"], "audio"))
    return cannot_carry("'audio'", "ask for text");
  if (!draft["functions"].empty())
    return cannot_carry("'functions'", "use 'tools'");
  if (has_custom_tools(draft["tools"]))
    return cannot_carry("custom 'tools'", "use tools of type function");
  return std::nullopt;
}

std::optional<failure> missing_medium(const message_facts& messages) {
  constexpr auto remedy = "send text, or use a model that takes it";
  if (messages.images)
    return cannot_carry("'image_url' parts", remedy);
  if (messages.audio)
    return cannot_carry("'input_audio' parts", remedy);
  if (messages.files)
    return cannot_carry("'file' parts", remedy);
  return std::nullopt;
}

void adapt_user(request_draft& draft) {
  auto user = draft["safety_identifier"];
  if (user.empty())
    user = draft["user"];
  if (!user.empty() && draft["user_id"].empty())
    draft.set("user_id", std::string(user));
  draft.leave_out("safety_identifier");
  draft.leave_out("user");
}

// DeepSeek's word for the caller's, "" if it has none.
std::string_view effort_word(std::string_view effort) {
  struct pair {
    std::string_view caller;
    std::string_view own;
  };
  static constexpr pair words[] = {
      {"minimal", R"("low")"}, {"low", R"("low")"},   {"medium", R"("high")"},
      {"high", R"("high")"},   {"xhigh", R"("max")"}, {"max", R"("max")"}};
  const auto* hit = std::ranges::find_if(
      words, [effort](const pair& p) { return says(effort, p.caller); });
  return hit == std::ranges::end(words) ? std::string_view{} : hit->own;
}

void think_not(request_draft& draft) {
  if (says(draft["reasoning_effort"], "none"))
    draft.leave_out("reasoning_effort");
  else
    draft.give_up("reasoning_effort");
  draft.set("thinking", R"({"type":"disabled"})");
}

// Thinking is on unless it is told off.
void think(request_draft& draft) {
  // In this mode they may be refused.
  draft.give_up("logprobs");
  draft.give_up("top_logprobs");
  const auto effort = draft["reasoning_effort"];
  if (effort.empty() && draft["thinking"].empty())
    return;
  draft.set("thinking", R"({"type":"enabled"})");
  const auto word = effort_word(effort);
  if (word.empty())
    draft.give_up("reasoning_effort");
  else
    draft.set("reasoning_effort", std::string(word));
}

void adapt_thinking(request_draft& draft, const message_facts& messages) {
  const auto& traits = draft.to().traits;
  if (traits.reasoning == reasoning_control::none) {
    draft.give_up("reasoning_effort");
    draft.give_up("thinking");
    return;
  }
  const auto asked = draft["thinking"];
  const bool off = asked.empty() ? says(draft["reasoning_effort"], "none")
                                 : says(value_of(asked, "type"), "disabled");
  if (off)
    return think_not(draft);
  // Its thinking mode refuses calls without the thoughts that led to them, and
  // those of another provider came without.
  if (messages.calls_without_reasoning
      && traits.replays_reasoning.value_or(true)) {
    draft.give_up("thinking");
    return think_not(draft);
  }
  think(draft);
}

bool mentions_json(std::string_view messages) {
  constexpr std::string_view word = "json";
  const auto alike = [](char a, char b) {
    return (static_cast<unsigned char>(a) | 0x20U)
           == static_cast<unsigned char>(b);
  };
  return std::search(messages.begin(), messages.end(), word.begin(), word.end(),
                     alike)
         != messages.end();
}

// JSON mode is refused, or writes white space until its limit, unless the
// prompt says the word.
std::string with_json_hint(std::string_view messages) {
  std::string out =
      R"([{"role":"system","content":"Answer with a JSON object."},)";
  out += messages.substr(1);
  return out;
}

void adapt_tools(request_draft& draft, extensions found) {
  const auto tools = draft["tools"];
  if (is_array(tools) && (found & ext_cache_control) != 0)
    draft.set("tools", without_cache_control(tools));
}

void adapt_messages(request_draft& draft, extensions found) {
  constexpr auto foreign = ext_reasoning_content | ext_thinking_blocks
                           | ext_extra_content | ext_cache_control
                           | ext_is_error;
  const auto messages = draft["messages"];
  if (!is_array(messages))
    return;
  message_rules rules{.keeps_extensions = false, .has_developer = false};
  rules.reasoning = draft.to().traits.replays_reasoning.value_or(true)
                        ? reasoning_replay::with_calls
                        : reasoning_replay::never;
  std::string made;
  if ((found & foreign) != 0 || messages.find("developer") != messages.npos)
    made = rewrite_messages(messages, rules);
  if (says(value_of(draft["response_format"], "type"), "json_object")
      && is_filled(messages) && !mentions_json(messages))
    made = with_json_hint(made.empty() ? messages : std::string_view(made));
  if (!made.empty())
    draft.set("messages", std::move(made));
}

} // namespace

std::optional<failure> adapt_to_deepseek(request_draft& draft) {
  if (auto missing = missing_feature(draft))
    return missing;
  const auto found = extensions_in(draft.body());
  message_facts messages;
  if ((found & (ext_image | ext_other_media | ext_tool_calls)) != 0)
    messages = look_at_messages(draft["messages"]);
  if (auto missing = missing_medium(messages))
    return missing;
  draft.keep_one_limit("max_tokens");
  adapt_user(draft);
  adapt_thinking(draft, messages);
  adapt_messages(draft, found);
  adapt_tools(draft, found);
  give_up_sampling(draft);
  for (const auto name : no_such_tuning)
    draft.give_up(name);
  for (const auto name : no_such_note)
    draft.leave_out(name);
  return std::nullopt;
}

} // namespace bellwether::providers
