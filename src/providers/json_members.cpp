#include "providers/json_members.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <utility>

namespace bellwether::providers {

namespace {

constexpr std::string_view white_space = " \t\n\r";

std::size_t skip_white(std::string_view text, std::size_t at) {
  while (at < text.size() && white_space.find(text[at]) != text.npos)
    ++at;
  return at;
}

// The first in the lowest bits.
std::uint64_t eight_bytes(const char* at) {
  std::uint64_t out = 0;
  std::memcpy(&out, at, sizeof out);
  return std::endian::native == std::endian::little ? out
                                                    : __builtin_bswap64(out);
}

// 0 if none of the eight bytes is `wanted`, else the lowest bit that is set is
// in the first that is.
std::uint64_t bytes_that_are(char wanted, std::uint64_t eight) {
  constexpr std::uint64_t ones = 0x0101010101010101U;
  constexpr std::uint64_t highs = 0x8080808080808080U;
  const auto other = eight ^ (ones * static_cast<unsigned char>(wanted));
  return (other - ones) & ~other & highs;
}

// `at` is behind the opening quote; the yield is the closing quote's place.
std::size_t string_end(std::string_view text, std::size_t at) {
  // Most strings are short: a call costs more than looking at their bytes.
  const auto near = at + 32;
  while (at < near && at + sizeof(std::uint64_t) <= text.size()) {
    const auto eight = eight_bytes(text.data() + at);
    const auto hits = bytes_that_are('"', eight) | bytes_that_are('\\', eight);
    if (hits == 0) {
      at += sizeof eight;
      continue;
    }
    at += static_cast<std::size_t>(std::countr_zero(hits)) / 8;
    if (text[at] == '"')
      return at;
    at += 2;
  }
  const auto start = at;
  while (at < text.size()) {
    const auto* hit = static_cast<const char*>(
        std::memchr(text.data() + at, '"', text.size() - at));
    if (hit == nullptr)
      return text.size();
    const auto quote = static_cast<std::size_t>(hit - text.data());
    auto first = quote;
    while (first > start && text[first - 1] == '\\')
      --first;
    if ((quote - first) % 2 == 0)
      return quote;
    at = quote + 1;
  }
  return text.size();
}

enum : std::uint8_t { plain, quote, opening, closing };

constexpr auto nesting = [] {
  std::array<std::uint8_t, 256> table{};
  table['"'] = quote;
  table['['] = table['{'] = opening;
  table[']'] = table['}'] = closing;
  return table;
}();

std::size_t container_end(std::string_view text, std::size_t at) {
  std::size_t depth = 0;
  for (; at < text.size(); ++at) {
    switch (nesting[static_cast<unsigned char>(text[at])]) {
      case quote:
        at = string_end(text, at + 1);
        break;
      case opening:
        ++depth;
        break;
      case closing:
        if (--depth == 0)
          return at + 1;
        break;
      default:
        break;
    }
  }
  return text.size();
}

// The place behind the value that begins at `at`.
std::size_t value_end(std::string_view text, std::size_t at) {
  if (at >= text.size())
    return text.size();
  if (text[at] == '"')
    return std::min(string_end(text, at + 1) + 1, text.size());
  if (text[at] == '{' || text[at] == '[')
    return container_end(text, at);
  return std::min(text.find_first_of(", \t\n\r]}", at), text.size());
}

// Behind the opening bracket, or the end if the text opens with another byte.
std::size_t open(std::string_view text, char bracket) {
  const auto at = skip_white(text, 0);
  return at < text.size() && text[at] == bracket ? at + 1 : text.size();
}

std::size_t skip_comma(std::string_view text, std::size_t at) {
  at = skip_white(text, at);
  return at < text.size() && text[at] == ',' ? skip_white(text, at + 1) : at;
}

} // namespace

member_scanner::member_scanner(std::string_view object)
    : text_(object), at_(open(object, '{')) {}

bool member_scanner::next(json_member& member) {
  at_ = skip_comma(text_, at_);
  if (at_ >= text_.size() || text_[at_] != '"')
    return false;
  const auto key = at_ + 1;
  const auto key_end = string_end(text_, key);
  const auto colon = skip_white(text_, std::min(key_end + 1, text_.size()));
  if (colon >= text_.size() || text_[colon] != ':')
    return false;
  const auto value = skip_white(text_, colon + 1);
  at_ = value_end(text_, value);
  member = {text_.substr(key, key_end - key), text_.substr(value, at_ - value)};
  return true;
}

element_scanner::element_scanner(std::string_view array)
    : text_(array), at_(open(array, '[')) {}

bool element_scanner::next(std::string_view& value) {
  at_ = skip_comma(text_, at_);
  if (at_ >= text_.size() || text_[at_] == ']')
    return false;
  const auto begin = at_;
  at_ = value_end(text_, begin);
  // Only text that is not JSON stands still here.
  if (at_ == begin)
    at_ = text_.size();
  value = text_.substr(begin, at_ - begin);
  return true;
}

std::optional<std::string_view> find_member(std::string_view object,
                                            std::string_view name) {
  std::optional<std::string_view> found;
  member_scanner members(object);
  json_member member;
  while (members.next(member)) {
    if (key_means(member.key, name))
      found = member.value;
  }
  return found;
}

namespace {

// Assembles the edited text; `copied_` is how far the old text has been used.
class splicer {
public:
  explicit splicer(std::string_view text)
      : text_(text), end_(open(text, '{')) {}

  void keep(const json_member& member) {
    settle(member);
    kept_ = true;
    end_ = behind(member);
  }

  void replace(const json_member& member, std::string_view value) {
    keep(member);
    copy_to(place(member.value));
    out_ += value;
    copied_ = end_;
  }

  void drop(const json_member& member) {
    settle(member);
    // With its comma: the one before it, or behind it for the first member.
    copy_to(kept_ ? end_ : place(member.key) - 1);
    dropped_first_ = !kept_;
    end_ = copied_ = behind(member);
  }

  void add(std::string_view key, std::string_view value) {
    copy_to(end_);
    if (kept_)
      out_ += ',';
    out_ += json_quote(key);
    out_ += ':';
    out_ += value;
    kept_ = true;
  }

  std::string finish() && {
    out_ += text_.substr(copied_);
    return std::move(out_);
  }

  void reserve(std::size_t bytes) { out_.reserve(bytes); }

private:
  std::size_t place(std::string_view part) const {
    return static_cast<std::size_t>(part.data() - text_.data());
  }

  std::size_t behind(const json_member& member) const {
    return place(member.value) + member.value.size();
  }

  void copy_to(std::size_t place) {
    if (place > copied_)
      out_ += text_.substr(copied_, place - copied_);
    copied_ = std::max(copied_, place);
  }

  // The comma behind a dropped first member goes with it.
  void settle(const json_member& member) {
    if (dropped_first_)
      copied_ = place(member.key) - 1;
    dropped_first_ = false;
  }

  std::string_view text_;
  std::string out_;
  std::size_t copied_ = 0;
  std::size_t end_; ///< behind the last member seen
  bool kept_ = false;
  bool dropped_first_ = false;
};

} // namespace

std::string splice(std::string_view object, const member_edit* edits,
                   std::size_t count) {
  if (open(object, '{') == object.size())
    return std::string(object);
  std::size_t growth = 0;
  for (const auto* edit = edits; edit != edits + count; ++edit)
    growth += edit->key.size() + edit->value.size() + 8;
  splicer out(object);
  out.reserve(object.size() + growth);
  std::uint32_t seen = 0;
  member_scanner members(object);
  json_member member;
  while (members.next(member)) {
    std::size_t i = 0;
    while (i < count && !key_means(member.key, edits[i].key))
      ++i;
    if (i == count) {
      out.keep(member);
    } else if (edits[i].what == member_edit::kind::drop) {
      out.drop(member);
    } else {
      seen |= 1U << i;
      out.replace(member, edits[i].value);
    }
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (edits[i].what == member_edit::kind::set && (seen >> i & 1U) == 0)
      out.add(edits[i].key, edits[i].value);
  }
  return std::move(out).finish();
}

std::string splice(std::string_view object,
                   std::initializer_list<member_edit> edits) {
  return splice(object, edits.begin(), edits.size());
}

} // namespace bellwether::providers
