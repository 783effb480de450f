#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace bellwether::providers::anthropic {

/// The id itself if it is 1 to 40 of [a-zA-Z0-9_-], else one made of it that
/// differs where ids differ.
std::string clean_tool_id(std::string_view id);

/// The ids of one conversation's calls as Anthropic takes them: of its
/// characters only, and each once. Other providers count from 0 in every turn.
class tool_ids {
public:
  /// The id for a new call.
  std::string of_call(std::string_view id);

  /// The id of the latest call that was named so.
  std::string of_result(std::string_view id) const;

private:
  std::map<std::string, std::string, std::less<>> latest_;
  std::set<std::string> used_;
};

} // namespace bellwether::providers::anthropic
