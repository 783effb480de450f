#pragma once

#include <set>
#include <string>
#include <string_view>

namespace bellwether::providers::gemini {

/// Gives every tool call of one answer an id of its own, at most 40 of
/// [a-zA-Z0-9_-].
class tool_ids {
public:
  /// `request_id` tells this answer's made ids from those of others; where it
  /// is empty, Google's `response_id` does.
  tool_ids(std::string_view request_id, std::string_view response_id);

  /// Google's id if it gives one that fits and is new, else one that is made.
  std::string take(std::string_view given);

private:
  std::string base_;
  int made_ = 0;
  std::set<std::string, std::less<>> used_;
};

} // namespace bellwether::providers::gemini
