#pragma once

#include "simulator/openai/fields.hpp"
#include "simulator/openai/house_rules.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::simulator {

/// Follows a conversation's calls and their results: each call is answered by
/// a tool message right behind the calls, and nothing else is.
class call_history {
public:
  call_history(const house_rules& rules, std::uint64_t seed)
      : rules_{rules}, seed_{seed} {}

  /// The next message; `param` is its place.
  refusal next(simdjson::dom::object message, std::string_view role,
               const std::string& param);

  /// The messages are over.
  refusal end() const;

private:
  refusal open(simdjson::dom::array calls, const std::string& param);
  refusal check_call(simdjson::dom::object call,
                     const std::string& param) const;
  refusal check_reasoning(simdjson::dom::object message, bool calls,
                          const std::string& param) const;
  refusal answer(simdjson::dom::object message, const std::string& param);

  const house_rules& rules_;
  std::uint64_t seed_;
  std::vector<std::string_view> open_; // ids without a result
};

} // namespace bellwether::simulator
