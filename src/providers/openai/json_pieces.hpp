#pragma once

#include "providers/json_members.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bellwether::providers {

/// Whether `value` is a JSON string that says `text`, escaped or not.
bool says(std::string_view value, std::string_view text);

/// Between the quotes of a JSON string, escapes not resolved; "" for anything
/// else.
std::string_view inside_quotes(std::string_view value);

/// The member of that name, "" if there is none or it is null.
std::string_view value_of(std::string_view object, std::string_view name);

/// The members of one object, read once to be looked up often. A view.
class object_members {
public:
  explicit object_members(std::string_view object);

  /// As value_of: of repeated ones the last, "" if there is none or it is null.
  std::string_view operator[](std::string_view name) const;

private:
  std::vector<json_member> members_;
};

inline bool is_string(std::string_view value) {
  return value.starts_with('"');
}

inline bool is_object(std::string_view value) {
  return value.starts_with('{');
}

inline bool is_array(std::string_view value) {
  return value.starts_with('[');
}

/// An array that holds something.
bool is_filled(std::string_view array);

/// An array of what `change` makes of each element, without those that it makes
/// "" of.
template <class Change>
std::string map_elements(std::string_view array, Change change) {
  std::string out = "[";
  out.reserve(array.size() + 64);
  element_scanner elements(array);
  std::string_view element;
  while (elements.next(element)) {
    const auto made = change(element);
    if (!made.empty() && out.size() > 1)
      out += ',';
    out += made;
  }
  out += ']';
  return out;
}

/// Changes to one object that are decided one by one. Keys are views: they must
/// outlive this, and need no JSON escapes. Of several changes to one key the
/// last counts.
class json_edits {
public:
  void set(std::string_view key, std::string value);
  /// Changes the member only if it is there.
  void replace(std::string_view key, std::string value);
  void drop(std::string_view key);

  bool empty() const { return changes_.empty(); }

  /// A copy of the object with all changes made.
  std::string apply(std::string_view object) const;

private:
  struct change {
    member_edit::kind what;
    std::string_view key;
    std::string value;
  };

  void add(change made);

  std::vector<change> changes_;
};

} // namespace bellwether::providers
