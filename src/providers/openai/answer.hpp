#pragma once

#include "domain/failure.hpp"
#include "domain/price.hpp"
#include "providers/openai/finish_reason.hpp"
#include "providers/openai/shape.hpp"

#include <optional>
#include <string_view>
#include <variant>
#include <vector>

namespace bellwether::providers {

struct stream_event;

/// What Bellwether reads out of a chat completion.
struct completion_facts {
  answer_shape shape = answer_shape::other;
  std::optional<domain::usage> usage;
};

/// Looks whether `body` is a chat completion: an object with at least one
/// choice that has a message, finished as an answer is. `status` is the
/// answer's.
std::variant<completion_facts, domain::failure> read_completion(
    std::string_view body, int status, stop_with_calls stop);

/// The finish reason by which DeepSeek says that it gave up, as a failure.
domain::failure gave_up(int status);

/// Turns a chat completion of strict shape into the events of the stream that
/// it should have been.
void append_completion_events(std::string_view answer,
                              std::vector<stream_event>& out);

} // namespace bellwether::providers
