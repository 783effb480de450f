#pragma once

#include "simulator/dialogue.hpp"
#include "simulator/openai/fields.hpp"
#include "simulator/openai/house_rules.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace bellwether::simulator {

/// A message whose content is read.
struct message_place {
  std::string param; ///< "messages[3]"
  std::size_t number = 0;
  std::string_view role;
};

/// Checks a message's content and gathers what it says and shows.
refusal read_content(simdjson::dom::element content, const message_place& place,
                     const house_rules& rules, dialogue& d);

} // namespace bellwether::simulator
