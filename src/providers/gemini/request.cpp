#include "providers/gemini/request.hpp"

#include "providers/conversation.hpp"
#include "providers/conversation_fields.hpp"
#include "providers/gemini/contents.hpp"
#include "providers/gemini/generation.hpp"
#include "providers/gemini/google_options.hpp"
#include "providers/gemini/model_name.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace bellwether::providers::gemini {

namespace {

using nlohmann::ordered_json;
using fault = std::optional<domain::failure>;
using choice_kind = tool_choice::kind;
using format_kind = answer_format::kind;

// For models that take no JSON format together with tools.
constexpr auto json_instruction =
    "Answer with one valid JSON object and with nothing else.";

ordered_json declaration_of(const offered_tool& tool) {
  auto out = ordered_json::object();
  out["name"] = tool.name;
  if (!tool.description.empty())
    out["description"] = tool.description;
  if (!tool.parameters.empty())
    out["parametersJsonSchema"] =
        ordered_json::parse(tool.parameters, nullptr, false);
  return out;
}

void write_tools(const conversation& talk, ordered_json& request) {
  if (talk.tools.empty())
    return;
  auto declarations = ordered_json::array();
  for (const auto& tool : talk.tools)
    declarations.push_back(declaration_of(tool));
  auto group = ordered_json::object();
  group["functionDeclarations"] = std::move(declarations);
  request["tools"].push_back(std::move(group));
}

const char* mode_of(choice_kind what) {
  switch (what) {
    case choice_kind::unset:
      break;
    case choice_kind::none:
      return "NONE";
    case choice_kind::automatic:
      return "AUTO";
    case choice_kind::required:
    case choice_kind::named:
      return "ANY";
  }
  return nullptr;
}

void write_tool_choice(const conversation& talk, ordered_json& request) {
  const auto* mode = mode_of(talk.tool_choice.what);
  if (talk.tools.empty() || mode == nullptr)
    return;
  auto& config = request["toolConfig"]["functionCallingConfig"];
  config["mode"] = mode;
  if (talk.tool_choice.what == choice_kind::named)
    config["allowedFunctionNames"].push_back(talk.tool_choice.name);
}

// Makes room for the answer's format where it cannot stand beside tools, and
// sets whether it is sent.
fault settle_format(conversation& talk, const model_name& model,
                    bool& formatted) {
  formatted = true;
  if (!model.is_before_3() || talk.tools.empty()
      || talk.format.what == format_kind::text)
    return std::nullopt;
  if (talk.tool_choice.what == choice_kind::none) {
    talk.tools.clear();
    return std::nullopt;
  }
  formatted = false;
  if (talk.format.what == format_kind::json_schema)
    return unsupported_field("response_format",
                             "this model takes no schema together with tools.");
  turn words;
  words.role = turn::speaker::instructions;
  words.content.emplace_back().text = json_instruction;
  talk.turns.push_back(std::move(words));
  return std::nullopt;
}

// Tells nothing to the model: names, bookkeeping and where the bill goes.
bool is_bookkeeping(std::string_view name) {
  constexpr std::array<std::string_view, 3> names{"metadata", "store",
                                                  "moderation"};
  return name.starts_with("prompt_cache_")
         || std::find(names.begin(), names.end(), name) != names.end();
}

void report_dropped(const conversation& talk, std::vector<std::string>& out) {
  if (!talk.tools.empty() && !talk.parallel_tool_calls.value_or(true))
    out.emplace_back("parallel_tool_calls");
  for (const auto& name : talk.other) {
    if (!is_bookkeeping(name) && !is_google_option(name))
      out.push_back(name);
  }
}

} // namespace

std::variant<encoded, domain::failure> encode_request(std::string_view body,
                                                      const target& to) {
  auto read = read_conversation(body);
  if (auto* failed = std::get_if<domain::failure>(&read))
    return std::move(*failed);
  auto& talk = std::get<conversation>(read);
  const auto model = read_model_name(to.upstream_model);
  encoded out;
  auto request = ordered_json::object();
  bool formatted = true;
  if (auto failed = settle_format(talk, model, formatted))
    return *std::move(failed);
  if (auto failed =
          write_contents(std::move(talk.turns), model.signs_calls(), request))
    return *std::move(failed);
  write_tools(talk, request);
  write_tool_choice(talk, request);
  if (auto failed = write_generation(talk, to, formatted, request, out.dropped))
    return *std::move(failed);
  copy_google_options(body, request);
  report_dropped(talk, out.dropped);
  out.body =
      request.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
  return out;
}

} // namespace bellwether::providers::gemini
