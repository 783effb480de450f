#pragma once

#include "providers/anthropic/json_writer.hpp"
#include "providers/anthropic/model_name.hpp"
#include "providers/conversation.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace bellwether::providers::anthropic {

/// Writes temperature, or else top_p, and top_k, as far as the model takes them
/// and thinking leaves room for them.
void write_sampling(const conversation& c, const abilities& model,
                    bool thinking, object_writer& out,
                    std::vector<std::string>& dropped);

/// Writes stop sequences, the caller's mark and the tier.
void write_options(const conversation& c, object_writer& out,
                   std::vector<std::string>& dropped);

/// Writes members of `body` that are Anthropic's own, and adds what it has no
/// place for to `dropped`.
void write_rest(const conversation& c, std::string_view body,
                object_writer& out, std::vector<std::string>& dropped);

} // namespace bellwether::providers::anthropic
