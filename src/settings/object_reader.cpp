#include "settings/object_reader.hpp"

#include "settings/shown_value.hpp"
#include "settings/wording.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace bellwether::settings {

namespace {

const node& empty_object() {
  static const node empty = [] {
    node value;
    value.what = node::kind::object;
    return value;
  }();
  return empty;
}

bool contains(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string to_text(const range& r) {
  return "from " + std::to_string(r.least) + " to " + std::to_string(r.most)
         + (r.unit.empty() ? "" : " ") + std::string{r.unit};
}

/// 1e3 and 1000.0 are whole numbers too, as JSON Schema has it.
std::optional<std::int64_t> whole_value(const node& value) {
  constexpr double exact = 9007199254740992.0; // 2^53
  if (value.what == node::kind::integer)
    return value.integer;
  if (value.what == node::kind::number && std::abs(value.number) <= exact
      && std::trunc(value.number) == value.number)
    return static_cast<std::int64_t>(value.number);
  return std::nullopt;
}

} // namespace

object_reader::object_reader(const node& object, std::string path,
                             std::vector<problem>& problems)
    : object_{object.what == node::kind::object ? object : empty_object()},
      path_{std::move(path)},
      problems_{problems} {
  if (object.what != node::kind::object)
    problems_.push_back({path_.empty() ? "the configuration" : path_,
                         "is " + shown(object) + ", must be an object",
                         object.line});
}

object_reader::~object_reader() {
  for (const auto& [key, value] : object_.members) {
    if (contains(known_, key) || contains(forbidden_, key))
      continue;
    const auto near = suggestion(key, known_);
    problems_.push_back(
        {path_of(key),
         "unknown key; "
             + (near.empty() ? "known are " + alternatives(known_) : near),
         value.line});
  }
}

const node* object_reader::value(std::string_view key) {
  know(key);
  return object_.find(key);
}

bool object_reader::text(std::string_view key, std::string& out) {
  const auto* found = value(key);
  if (found == nullptr)
    return false;
  if (found->what != node::kind::text) {
    mistyped(key, *found, "a text");
    return false;
  }
  if (found->text.empty()) {
    refuse(key, "must not be empty");
    return false;
  }
  out = found->text;
  return true;
}

bool object_reader::whole(std::string_view key, std::int64_t& out,
                          const range& allowed) {
  const auto* found = value(key);
  if (found == nullptr)
    return false;
  const auto number = whole_value(*found);
  if (!number || *number < allowed.least || *number > allowed.most) {
    mistyped(key, *found, "a whole number " + to_text(allowed));
    return false;
  }
  out = *number;
  return true;
}

bool object_reader::real(std::string_view key, double& out, double least,
                         double most) {
  const auto* found = value(key);
  if (found == nullptr)
    return false;
  const bool number =
      found->what == node::kind::integer || found->what == node::kind::number;
  if (!number || found->number < least || found->number > most) {
    node bound;
    bound.what = node::kind::number;
    bound.number = least;
    auto must = "a number from " + shown(bound) + " to ";
    bound.number = most;
    mistyped(key, *found, must + shown(bound));
    return false;
  }
  out = found->number;
  return true;
}

bool object_reader::flag(std::string_view key, bool& out) {
  const auto* found = value(key);
  if (found == nullptr)
    return false;
  if (found->what != node::kind::boolean) {
    mistyped(key, *found, "true or false");
    return false;
  }
  out = found->boolean;
  return true;
}

bool object_reader::flag(std::string_view key, std::optional<bool>& out) {
  bool read = false;
  if (!flag(key, read))
    return false;
  out = read;
  return true;
}

bool object_reader::duration(std::string_view key,
                             std::chrono::milliseconds& out,
                             const range& allowed) {
  std::int64_t count = 0;
  if (!whole(key, count, {allowed.least, allowed.most, "ms"}))
    return false;
  out = std::chrono::milliseconds{count};
  return true;
}

bool object_reader::texts(std::string_view key, std::vector<std::string>& out) {
  know(key);
  if (!has(key))
    return false;
  std::vector<std::string> read;
  std::size_t index = 0;
  for (const auto& item : list(key)) {
    if (item.what == node::kind::text)
      read.push_back(item.text);
    else
      problems_.push_back({path_of(key) + "[" + std::to_string(index) + "]",
                           "is " + shown(item) + ", must be a text",
                           item.line});
    ++index;
  }
  out = std::move(read);
  return true;
}

std::optional<std::size_t> object_reader::word(
    std::string_view key, const std::vector<std::string>& allowed) {
  std::string read;
  if (!text(key, read))
    return std::nullopt;
  const auto it = std::find(allowed.begin(), allowed.end(), read);
  if (it != allowed.end())
    return static_cast<std::size_t>(it - allowed.begin());
  const auto near = suggestion(read, allowed);
  refuse(key, "is " + shown(read) + ", must be " + alternatives(allowed)
                  + (near.empty() ? "" : "; ") + near);
  return std::nullopt;
}

std::span<const node> object_reader::list(std::string_view key) {
  const auto* found = value(key);
  if (found == nullptr)
    return {};
  if (found->what != node::kind::list)
    mistyped(key, *found, "a list");
  return found->items;
}

std::span<const member> object_reader::named(std::string_view key) {
  const auto* found = value(key);
  if (found == nullptr)
    return {};
  if (found->what != node::kind::object)
    mistyped(key, *found, "an object");
  return found->members;
}

object_reader object_reader::object(std::string_view key) {
  const auto* found = value(key);
  return {found == nullptr ? empty_object() : *found, path_of(key), problems_};
}

bool object_reader::has(std::string_view key) const {
  return object_.find(key) != nullptr;
}

void object_reader::forbid(std::string_view key, std::string message) {
  forbidden_.emplace_back(key);
  if (has(key))
    refuse(key, std::move(message));
}

void object_reader::refuse(std::string_view key, std::string message) {
  const auto* found = object_.find(key);
  problems_.push_back({path_of(key), std::move(message),
                       found == nullptr ? object_.line : found->line});
}

void object_reader::missing(std::string_view key, std::string_view what) {
  refuse(key, "is missing, must be " + std::string{what});
}

std::string object_reader::path_of(std::string_view key) const {
  return path_ + (path_.empty() ? "" : ".") + shown_key(key);
}

void object_reader::know(std::string_view key) {
  if (!contains(known_, key))
    known_.emplace_back(key);
}

void object_reader::mistyped(std::string_view key, const node& value,
                             std::string_view must) {
  refuse(key, "is " + shown(value) + ", must be " + std::string{must});
}

} // namespace bellwether::settings
