#pragma once

#include "sinks/objections.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::sinks {

/// How long a text or a list may be, in characters or members, or how large a
/// number.
struct bounds {
  std::size_t least = 0;
  std::size_t most = std::numeric_limits<std::size_t>::max();
};

enum class need : std::uint8_t { required, optional };

/// Reads a JSON object as a sink does. What is wrong with a member is refused
/// with the form's code and named by its path; the member then reads as
/// absent.
class form {
public:
  /// `at` and `out` must outlive the form. What is no object has no members,
  /// and is refused.
  form(const nlohmann::json& at, std::string path, std::string code,
       objections& out);

  bool has(std::string_view name) const { return find(name) != nullptr; }

  /// The text of a member, or null.
  const std::string* text(std::string_view name, bounds length = {},
                          need how = need::optional);

  /// A member that is one of these texts, or null.
  const std::string* choice(std::string_view name,
                            std::initializer_list<std::string_view> all,
                            need how = need::optional);

  /// An address of the web, or null.
  const std::string* address(std::string_view name, bool secure = false,
                             need how = need::optional);

  /// A list, or null.
  const nlohmann::json* list(std::string_view name, bounds size = {},
                             need how = need::optional);

  /// An object, or null.
  const nlohmann::json* object(std::string_view name,
                               need how = need::optional);

  void boolean(std::string_view name);
  void number(std::string_view name);

  /// A whole number within the bounds.
  void whole(std::string_view name, bounds range);

  /// Refuses members of other names.
  void only(std::initializer_list<std::string_view> known);

  /// Flags members of other names.
  void expect(std::initializer_list<std::string_view> known);

  void refuse(std::string_view name, const std::string& why);
  void flag(std::string_view name, const std::string& why);

  /// "blocks[2].text" for the member "text" of "blocks[2]".
  std::string path_of(std::string_view name) const;

private:
  /// Null if absent (refused if it is required) or of another kind (refused).
  const nlohmann::json* take(std::string_view name, need how,
                             nlohmann::json::value_t kind);
  const nlohmann::json* find(std::string_view name) const;
  std::vector<std::string> others(
      std::initializer_list<std::string_view> known) const;
  bool fits(std::string_view name, std::size_t size, bounds b,
            const char* unit);

  const nlohmann::json& at_;
  std::string path_;
  std::string code_;
  objections& out_;
};

} // namespace bellwether::sinks
