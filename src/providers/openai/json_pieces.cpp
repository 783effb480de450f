#include "providers/openai/json_pieces.hpp"

#include <algorithm>

namespace bellwether::providers {

namespace {

// As many as splice takes.
constexpr std::size_t edits_at_once = 32;

} // namespace

std::string_view inside_quotes(std::string_view value) {
  if (value.size() < 2 || !is_string(value))
    return {};
  return value.substr(1, value.size() - 2);
}

bool says(std::string_view value, std::string_view text) {
  return is_string(value) && key_means(inside_quotes(value), text);
}

std::string_view value_of(std::string_view object, std::string_view name) {
  const auto found = find_member(object, name).value_or("null");
  return found == "null" ? std::string_view{} : found;
}

object_members::object_members(std::string_view object) {
  constexpr std::size_t usual = 12;
  members_.reserve(usual);
  member_scanner scanner(object);
  json_member member;
  while (scanner.next(member))
    members_.push_back(member);
}

std::string_view object_members::operator[](std::string_view name) const {
  const auto hit = std::find_if(
      members_.rbegin(), members_.rend(),
      [&](const json_member& member) { return key_means(member.key, name); });
  return hit == members_.rend() || hit->value == "null" ? std::string_view{}
                                                        : hit->value;
}

bool is_filled(std::string_view array) {
  std::string_view first;
  return is_array(array) && element_scanner(array).next(first);
}

void json_edits::set(std::string_view key, std::string value) {
  add({member_edit::kind::set, key, std::move(value)});
}

void json_edits::replace(std::string_view key, std::string value) {
  add({member_edit::kind::replace, key, std::move(value)});
}

void json_edits::drop(std::string_view key) {
  add({member_edit::kind::drop, key, {}});
}

void json_edits::add(change made) {
  const auto old = std::ranges::find(changes_, made.key, &change::key);
  if (old != changes_.end())
    *old = std::move(made);
  else
    changes_.push_back(std::move(made));
}

std::string json_edits::apply(std::string_view object) const {
  std::string out;
  member_edit edits[edits_at_once];
  for (std::size_t at = 0; at < changes_.size(); at += edits_at_once) {
    const auto count = std::min(edits_at_once, changes_.size() - at);
    for (std::size_t i = 0; i < count; ++i) {
      const auto& made = changes_[at + i];
      edits[i] = {made.what, made.key, made.value};
    }
    out = splice(at == 0 ? object : std::string_view(out), edits, count);
  }
  return changes_.empty() ? std::string(object) : out;
}

} // namespace bellwether::providers
