#pragma once

#include "providers/chat_request.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

// For the sources that read a Messages request only.

namespace bellwether::surfaces::anthropic {

using json = nlohmann::ordered_json;

/// A member that is there and not null.
const json* find(const json& object, std::string_view name);

/// "content[3]".
std::string item_path(std::string_view array, std::size_t index);

/// What is wrong with a request. Reading goes on behind a fault, so that
/// readers need not ask at every step; the first fault is the one that counts.
class fault_log {
public:
  void wrong_type(std::string path, std::string_view wanted);
  void missing(std::string path, std::string_view wanted);

  /// What other providers could not carry; `remedy` completes "...: send X.".
  void unsupported(std::string path, std::string_view what,
                   std::string_view remedy);

  /// The member's text. A fault if it is missing or no string.
  std::string text(const json& object, const std::string& path,
                   std::string_view name);

  /// The same of a member that may be missing: then "".
  std::string optional_text(const json& object, const std::string& path,
                            std::string_view name);

  /// The member's value. A fault if it is there and no boolean.
  bool flag(const json& object, const std::string& path, std::string_view name);

  const std::optional<providers::request_problem>& first() const {
    return first_;
  }

private:
  void note(providers::request_problem problem);

  std::optional<providers::request_problem> first_;
};

} // namespace bellwether::surfaces::anthropic
