#pragma once

#include "domain/model_traits.hpp"
#include "providers/codec.hpp"

#include <compare>
#include <optional>
#include <string_view>

namespace bellwether::providers::anthropic {

struct claude_version {
  int major = 0;
  int minor = 0;

  auto operator<=>(const claude_version&) const = default;
};

/// 4.5 of claude-sonnet-4-5-20250929, 3.7 of claude-3-7-sonnet-latest. Nothing
/// for a name that is not Claude's or names no version.
std::optional<claude_version> version_in(std::string_view model);

/// What the target's traits and its model's name say. A name that says nothing
/// is taken for a model with sampling and without thinking.
struct abilities {
  std::optional<claude_version> version;
  domain::reasoning_control reasoning = domain::reasoning_control::none;
  bool sampling = true;
  bool schemas = true; ///< structured output and strict tools

  /// Whether its version is known and is older.
  bool older_than(claude_version v) const { return version && *version < v; }
};

abilities abilities_of(const target& t);

} // namespace bellwether::providers::anthropic
