#pragma once

#include "domain/failure.hpp"
#include "domain/price.hpp"

#include <optional>
#include <string_view>
#include <variant>
#include <vector>

namespace bellwether::providers {

struct stream_event;

/// What Bellwether reads out of a chat completion.
struct completion_facts {
  std::optional<domain::usage> usage;
};

/// Looks whether `body` is a chat completion: an object with at least one
/// choice that has a message, finished as an answer is. `status` is the
/// answer's.
std::variant<completion_facts, domain::failure> read_completion(
    std::string_view body, int status);

/// The finish reason by which DeepSeek says that it gave up, as a failure.
domain::failure gave_up(int status);

/// Turns a chat completion that read_completion accepted into the events of the
/// stream that it should have been.
void append_completion_events(std::string_view answer,
                              std::vector<stream_event>& out);

} // namespace bellwether::providers
