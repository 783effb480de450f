#pragma once

#include "domain/price.hpp"
#include "settings/load.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace bellwether::cli {

/// The largest file that is read.
inline constexpr std::size_t max_litellm_bytes = std::size_t{64} * 1024 * 1024;

/// Models with their prices, in the order of their file.
using named_prices = std::vector<std::pair<std::string, domain::price>>;

/// What was taken of LiteLLM's price map, and what was not.
struct litellm_prices {
  named_prices models;
  std::size_t unpriced = 0;    ///< entries that have no price of tokens
  std::size_t other_modes = 0; ///< images, speech, search and the like
};

/// Reads the text of model_prices_and_context_window.json, USD per token. Of
/// its models only those that `only` names, if it names any. Prices are exact
/// to the nano-dollar per million tokens. Problems have the line and the key.
std::variant<litellm_prices, std::vector<settings::problem>> read_litellm(
    std::string_view text, const std::vector<std::string>& only);

} // namespace bellwether::cli
