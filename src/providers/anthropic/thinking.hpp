#pragma once

#include "providers/anthropic/model_name.hpp"
#include "providers/conversation.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace bellwether::providers::anthropic {

/// How a request has its model think, and how long its answer may be, which
/// includes the thinking.
struct thinking_plan {
  std::string thinking; ///< JSON object; "" = it does not think
  std::string effort;   ///< for output_config; "" = not said
  std::int64_t max_tokens = 0;
};

/// The caller's `thinking` object first, else `reasoning_effort`, as far as the
/// model has it. What is left out is added to `dropped`.
thinking_plan plan_thinking(const conversation& c, const target& t,
                            const abilities& model,
                            std::vector<std::string>& dropped);

} // namespace bellwether::providers::anthropic
