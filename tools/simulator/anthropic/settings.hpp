#pragma once

#include "simulator/anthropic/fields.hpp"

#include <string_view>

namespace bellwether::simulator {

/// What a request says about how the model shall answer.
struct answer_settings {
  bool thinking = false;
  std::string json; ///< an instance of the output format's schema, or ""
};

/// Checks what is not messages or tools: the limit, sampling, thinking, the
/// output format. `version` is the header anthropic-version.
refusal read_settings(simdjson::dom::object root, std::string_view model,
                      std::string_view version, answer_settings& s);

} // namespace bellwether::simulator
