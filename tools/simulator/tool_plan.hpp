#pragma once

#include "simulator/answer.hpp"
#include "simulator/dialogue.hpp"

#include <cstdint>
#include <optional>
#include <simdjson.h>
#include <string_view>
#include <vector>

namespace bellwether::simulator {

/// A tool that the request offers.
struct offered_tool {
  std::string_view name;
  std::optional<simdjson::dom::element> schema;
};

/// What the request wants of its tools.
struct tool_demand {
  enum class kind : std::uint8_t { none, automatic, required };

  kind what = kind::automatic;
  std::vector<std::string_view> only; ///< the names to choose from; empty: all
  bool parallel = true;               ///< several calls at once are welcome
};

/// Decides which tools are called now, or what is said of their results.
/// docs/simulator.md has the rules.
void plan_tools(const dialogue& d, std::vector<offered_tool> offered,
                const tool_demand& demand, question& q);

} // namespace bellwether::simulator
