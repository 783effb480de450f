#pragma once

#include "settings/load.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace bellwether::settings {

struct member;

/// One JSON value that knows where it stood in its text.
struct node {
  enum class kind : std::uint8_t {
    null,
    boolean,
    integer, ///< fits into 64 bits; `number` holds it too
    number,
    text,
    list,
    object,
  };

  kind what = kind::null;
  bool boolean = false;
  std::int64_t integer = 0;
  double number = 0;
  std::string text;
  std::vector<node> items;     ///< of a list
  std::vector<member> members; ///< of an object, in the order of the text
  std::size_t line = 0;        ///< of the key, or of a list's item; 1 is first

  /// The member's value, or nullptr; only an object has members.
  const node* find(std::string_view key) const;
};

struct member {
  std::string key;
  node value;
};

/// As large as a configuration may be.
inline constexpr std::size_t max_document_bytes = std::size_t{4} * 1024 * 1024;

/// Reads JSON with comments. Fails with one problem that names line and column
/// (but never shows the text around it, which may be a secret), or with every
/// key that stands twice in an object. Bounded in size and depth; never throws
/// for what the text says.
std::variant<node, std::vector<problem>> parse_document(
    std::string_view text, std::size_t max_bytes = max_document_bytes);

} // namespace bellwether::settings
