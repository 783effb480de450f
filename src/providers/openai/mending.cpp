#include "providers/openai/mending.hpp"

#include "providers/openai/json_pieces.hpp"
#include "providers/openai/strict_message.hpp"

#include <algorithm>
#include <cstdint>

namespace bellwether::providers {

namespace {

constexpr std::size_t max_id_bytes = 40;

bool is_id_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
         || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

// FNV-1a, for names that need only be different and always the same.
std::string hashed(std::string_view text) {
  static constexpr char digits[] = "0123456789abcdef";
  std::uint64_t hash = 14'695'981'039'346'656'037U;
  for (const char c : text)
    hash = (hash ^ static_cast<unsigned char>(c)) * 1'099'511'628'211U;
  std::string out;
  for (int shift = 60; shift >= 0; shift -= 4)
    out += digits[hash >> shift & 15U];
  return out;
}

void drop_no_counts(std::string_view object, json_edits& edits) {
  member_scanner members(object);
  json_member member;
  while (members.next(member)) {
    if (!whole_number(member.value))
      edits.drop(member.key);
  }
}

// A breakdown is an object of counts, or it is not there.
void mend_breakdown(std::string_view usage, std::string_view part,
                    std::string_view name, std::int64_t count,
                    json_edits& out) {
  const auto old = value_of(usage, part);
  if (!is_object(old) && count == 0)
    return out.drop(part);
  json_edits edits;
  drop_no_counts(old, edits);
  if (count > 0)
    edits.set(name, std::to_string(count));
  out.set(part, edits.apply(is_object(old) ? old : "{}"));
}

} // namespace

stop_with_calls stop_in(openai_dialect dialect) {
  return dialect == openai_dialect::openai ? stop_with_calls::is_stop
                                           : stop_with_calls::is_tool_calls;
}

mending::mending(decode_context c, openai_dialect dialect)
    : context(c), stop(stop_in(dialect)) {}

std::string mending::completion_id() const {
  return "chatcmpl-" + std::string(context.request_id);
}

bool is_call_id(std::string_view id) {
  return !id.empty() && id.size() <= max_id_bytes
         && std::ranges::all_of(id, is_id_letter);
}

std::string strict_call_id(std::string_view id, std::string_view made_of,
                           std::size_t place) {
  const auto text = inside_quotes(id);
  if (is_call_id(text))
    return std::string(id);
  if (!text.empty())
    return R"("call_)" + hashed(text) + '"';
  return R"("call_)" + hashed(made_of) + '_' + std::to_string(place) + '"';
}

std::string strict_content(std::string_view content) {
  if (content.empty() || content == "null")
    return "null";
  if (is_string(content))
    return std::string(content);
  if (!is_array(content))
    return json_quote(content);
  std::string out = "\"";
  element_scanner parts(content);
  std::string_view part;
  while (parts.next(part))
    out += inside_quotes(is_string(part) ? part : value_of(part, "text"));
  out += '"';
  return out;
}

std::string strict_arguments(std::string_view arguments) {
  if (arguments.empty() || arguments == "null")
    return R"("")";
  return is_string(arguments) ? std::string(arguments) : json_quote(arguments);
}

std::string strict_usage(std::string_view usage, const domain::usage& counted) {
  json_edits edits;
  edits.set("prompt_tokens", std::to_string(counted.prompt));
  edits.set("completion_tokens", std::to_string(counted.completion));
  edits.set("total_tokens", std::to_string(counted.total()));
  mend_breakdown(usage, "prompt_tokens_details", "cached_tokens",
                 counted.cached, edits);
  mend_breakdown(usage, "completion_tokens_details", "reasoning_tokens",
                 counted.reasoning, edits);
  return edits.apply(usage);
}

} // namespace bellwether::providers
