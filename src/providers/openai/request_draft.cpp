#include "providers/openai/request_draft.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <ranges>

namespace bellwether::providers {

namespace {

bool is_over(std::string_view value, std::int64_t limit) {
  std::int64_t tokens = 0;
  const auto* end = value.data() + value.size();
  const auto [stop, error] = std::from_chars(value.data(), end, tokens);
  if (error == std::errc::result_out_of_range)
    return !value.starts_with('-');
  return error == std::errc{} && tokens > limit;
}

} // namespace

request_draft::request_draft(std::string_view body, const target& to)
    : body_(body), to_(to) {
  members_.reserve(16);
  member_scanner scanner(body);
  json_member member;
  while (scanner.next(member))
    members_.push_back({member, member.key.find('\\') != member.key.npos});
  edits_.set("model", json_quote(to.upstream_model));
}

std::string_view request_draft::operator[](std::string_view name) const {
  for (const auto& at : members_ | std::views::reverse) {
    if (at.is(name))
      return at.text.value == "null" ? std::string_view{} : at.text.value;
  }
  return {};
}

void request_draft::leave_out(std::string_view name) {
  const auto is_it = [name](const found_member& member) {
    return member.is(name);
  };
  if (std::ranges::any_of(members_, is_it))
    edits_.drop(name);
}

void request_draft::give_up(std::string_view name) {
  if (!(*this)[name].empty())
    dropped_.emplace_back(name);
  leave_out(name);
}

void request_draft::bound(std::string_view name) {
  const auto limit = to_.max_output_tokens;
  // Nobody knows which one of a repeated member counts: none may be over it.
  const auto is_too_much = [name, limit](const found_member& member) {
    return member.is(name) && is_over(member.text.value, limit);
  };
  if (limit > 0 && std::ranges::any_of(members_, is_too_much))
    edits_.replace(name, std::to_string(limit));
}

void request_draft::keep_one_limit(std::string_view name) {
  constexpr std::string_view newer = "max_completion_tokens";
  constexpr std::string_view older = "max_tokens";
  const auto other = name == newer ? older : newer;
  const auto limit = to_.max_output_tokens;
  auto value = (*this)[newer];
  if (value.empty())
    value = (*this)[older];
  leave_out(other);
  if ((*this)[other].empty())
    return bound(name);
  const bool too_much = limit > 0 && is_over(value, limit);
  set(name, too_much ? std::to_string(limit) : std::string(value));
}

encoded request_draft::finish() && {
  return {edits_.apply(body_), std::move(dropped_)};
}

void ask_for_usage(request_draft& draft, openai_dialect dialect) {
  const auto options = draft["stream_options"];
  // DeepSeek has no other option.
  const bool keeps_others =
      is_object(options) && dialect != openai_dialect::deepseek;
  draft.set("stream_options",
            splice(keeps_others ? options : "{}",
                   {{member_edit::kind::set, "include_usage", "true"}}));
}

void give_up_sampling(request_draft& draft) {
  if (draft.to().traits.sampling.value_or(true))
    return;
  draft.give_up("temperature");
  draft.give_up("top_p");
}

} // namespace bellwether::providers
