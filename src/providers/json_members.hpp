#pragma once

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace bellwether::providers {

/// One member of an object, as views into the object's text.
struct json_member {
  std::string_view key;   ///< between the quotes, escapes not resolved
  std::string_view value; ///< as written, without surrounding white space
};

/// Walks the members of one JSON object without descending into them. The text
/// must be valid JSON and must outlive the scanner; for other text the yield is
/// unspecified, but no byte outside of it is read.
class member_scanner {
public:
  explicit member_scanner(std::string_view object);

  /// Sets `member` to the next one. False after the last one or if this is no
  /// object.
  bool next(json_member& member);

private:
  std::string_view text_;
  std::size_t at_;
};

/// The same for the values of an array.
class element_scanner {
public:
  explicit element_scanner(std::string_view array);

  bool next(std::string_view& value);

private:
  std::string_view text_;
  std::size_t at_;
};

/// Whether a key as written means `name`: `mod\u0065l` is `model`.
bool key_means(std::string_view key, std::string_view name);

/// The value of the last member of that name, as most parsers choose it.
std::optional<std::string_view> find_member(std::string_view object,
                                            std::string_view name);

/// `text` as a JSON string, with its quotes. Invalid UTF-8 is copied as it is.
std::string json_quote(std::string_view text);

/// One change to an object. It concerns every member whose key means `key`, so
/// that a repeated or escaped key cannot carry an old value past it.
struct member_edit {
  enum class kind { replace, set, drop };

  kind what = kind::set;  ///< set = replace, or add if there is none
  std::string_view key;   ///< needs no JSON escapes
  std::string_view value; ///< JSON text; not used by drop
};

/// A copy of the object with the edits made; every other byte stays as it is.
/// No two edits may name the same key; at most 32. Text that is no object is
/// copied unchanged.
std::string splice(std::string_view object,
                   std::initializer_list<member_edit> edits);
std::string splice(std::string_view object, const member_edit* edits,
                   std::size_t count);

} // namespace bellwether::providers
