#include "providers/conversation.hpp"

#include "providers/conversation_fields.hpp"
#include "providers/conversation_tools.hpp"
#include "providers/conversation_turns.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace bellwether::providers {

namespace {

using std::string_view;
using value = const dom::element&;

constexpr std::array efforts = {"none", "minimal", "low", "medium",
                                "high", "xhigh",   "max"};

field_fault read_word(value word, string_view field, std::string& out) {
  if (!word.is_string())
    return mistyped_field(field, "a string");
  out = text_of(word);
  return std::nullopt;
}

field_fault read_effort(value word, string_view field, conversation& out) {
  if (auto fault = read_word(word, field, out.reasoning_effort))
    return fault;
  if (std::find(efforts.begin(), efforts.end(), out.reasoning_effort)
      == efforts.end())
    return invalid_field(
        field, "send none, minimal, low, medium, high, xhigh or max.");
  return std::nullopt;
}

field_fault read_stop(value stop, string_view field, conversation& out) {
  if (stop.is_string()) {
    out.stop = {std::string(text_of(stop))};
    return std::nullopt;
  }
  dom::array array;
  if (stop.get_array().get(array) != simdjson::SUCCESS)
    return mistyped_field(field, "a string or an array of strings");
  out.stop.clear();
  for (const auto item : array) {
    if (!item.is_string())
      return mistyped_field(item_path(field, out.stop.size()), "a string");
    out.stop.emplace_back(text_of(item));
  }
  return std::nullopt;
}

field_fault read_format(value format, string_view field, conversation& out) {
  const auto type = text_member(format, "type");
  if (type == "text")
    return std::nullopt;
  if (type.empty())
    return mistyped_field(field, "an object with a 'type'");
  out.format.what = answer_format::kind::json_object;
  if (type == "json_object")
    return std::nullopt;
  if (type != "json_schema")
    return unsupported_field("response_format.type",
                             "send text, json_object or json_schema.");
  const auto inner = member_of(format, "json_schema");
  if (!inner || !inner->is_object())
    return mistyped_field("response_format.json_schema",
                          "an object with a 'schema'");
  const auto schema = member_of(*inner, "schema");
  // Without a schema any JSON object will do.
  if (!schema)
    return std::nullopt;
  if (!schema->is_object())
    return mistyped_field("response_format.json_schema.schema",
                          "a JSON schema object");
  out.format = {answer_format::kind::json_schema,
                std::string(text_member(*inner, "name")), json_text(*schema)};
  return std::nullopt;
}

field_fault read_thinking(value thinking, string_view field,
                          conversation& out) {
  if (!thinking.is_object())
    return mistyped_field(field, "an object with a 'type'");
  out.thinking = json_text(thinking);
  return std::nullopt;
}

field_fault refuse_audio(value modalities, string_view field, conversation&) {
  dom::array array;
  if (field == "modalities"
      && modalities.get_array().get(array) == simdjson::SUCCESS
      && std::none_of(array.begin(), array.end(),
                      [](auto m) { return text_of(m) == "audio"; }))
    return std::nullopt;
  return unsupported_field(field, "ask for text instead of audio.");
}

field_fault refuse_search(value, string_view field, conversation&) {
  return unsupported_field(field,
                           "leave it out or offer a tool that searches.");
}

using reader = field_fault (*)(value, string_view, conversation&);

template <auto Member>
field_fault into_integer(value v, string_view field, conversation& out) {
  return read_integer(v, field, out.*Member);
}

template <auto Member>
field_fault into_number(value v, string_view field, conversation& out) {
  return read_number(v, field, out.*Member);
}

template <auto Member>
field_fault into_flag(value v, string_view field, conversation& out) {
  return read_flag(v, field, out.*Member);
}

// Of two names for the same thing the one that comes later in the table counts:
// the members are read in the table's order.
struct known_member {
  string_view name;
  reader read; ///< null: the member is read elsewhere or not at all
};

using c = conversation;

constexpr known_member known[] = {
    {"model", nullptr},
    {"stream", nullptr},
    {"stream_options", nullptr},
    {"messages",
     [](value v, string_view, c& out) {
       return read_turns(v, out.turns);
     }},
    {"functions",
     [](value v, string_view, c& out) {
       return read_functions(v, out);
     }},
    {"tools",
     [](value v, string_view, c& out) {
       return read_tools(v, out);
     }},
    {"tool_choice",
     [](value v, string_view, c& out) {
       return read_tool_choice(v, out);
     }},
    {"function_call",
     [](value v, string_view, c& out) {
       return read_function_choice(v, out);
     }},
    {"parallel_tool_calls", into_flag<&c::parallel_tool_calls>},
    {"response_format", read_format},
    {"stop", read_stop},
    {"max_tokens", into_integer<&c::max_tokens>},
    {"max_completion_tokens", into_integer<&c::max_tokens>},
    {"temperature", into_number<&c::temperature>},
    {"top_p", into_number<&c::top_p>},
    {"top_k", into_integer<&c::top_k>},
    {"presence_penalty", into_number<&c::presence_penalty>},
    {"frequency_penalty", into_number<&c::frequency_penalty>},
    {"seed", into_integer<&c::seed>},
    {"n", into_integer<&c::choices>},
    {"logprobs", into_flag<&c::logprobs>},
    {"top_logprobs", into_integer<&c::top_logprobs>},
    {"reasoning_effort", read_effort},
    {"thinking", read_thinking},
    {"user",
     [](value v, string_view f, c& out) {
       return read_word(v, f, out.user);
     }},
    {"safety_identifier",
     [](value v, string_view f, c& out) {
       return read_word(v, f, out.user);
     }},
    {"service_tier",
     [](value v, string_view f, c& out) {
       return read_word(v, f, out.service_tier);
     }},
    {"modalities", refuse_audio},
    {"audio", refuse_audio},
    {"web_search_options", refuse_search},
};

field_fault read_members(const dom::element& root, conversation& out) {
  // Of a repeated member the last counts, as read_chat_request has it.
  std::array<std::optional<dom::element>, std::size(known)> found;
  for (const auto [key, member] : dom::object(root)) {
    const auto* hit =
        std::find_if(std::begin(known), std::end(known),
                     [name = key](auto& k) { return k.name == name; });
    const bool is_known = hit != std::end(known);
    if (is_known && !member.is_null())
      found[static_cast<std::size_t>(hit - known)] = member;
    else if (!member.is_null())
      out.other.emplace_back(key);
  }
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (!found[i] || known[i].read == nullptr)
      continue;
    if (auto fault = known[i].read(*found[i], known[i].name, out))
      return fault;
  }
  return std::nullopt;
}

bool is_json_object(const std::string& text) {
  dom::element root;
  if (parse_json(text).get(root) == simdjson::SUCCESS)
    return root.is_object();
  // Numbers of more than 64 bits are JSON all the same.
  const auto start = text.find_first_not_of(" \t\r\n");
  return start != text.npos && text[start] == '{'
         && nlohmann::json::accept(text);
}

// Models sometimes call with arguments that are no JSON, and a provider that
// wants an object must get one.
void mend_arguments(std::vector<turn>& turns) {
  for (auto& t : turns) {
    for (auto& call : t.calls) {
      if (!is_json_object(call.arguments))
        call.arguments = "{}";
    }
  }
}

} // namespace

std::variant<conversation, domain::failure> read_conversation(
    std::string_view body) {
  dom::element root;
  if (parse_json(body).get(root) != simdjson::SUCCESS || !root.is_object())
    return domain::failure{.what = domain::failure_class::bad_request,
                           .status = 0,
                           .code = "invalid_value",
                           .detail = "The body must be a JSON object."};
  conversation out;
  if (auto fault = read_members(root, out))
    return *std::move(fault);
  mend_arguments(out.turns);
  return out;
}

} // namespace bellwether::providers
