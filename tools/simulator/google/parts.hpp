#pragma once

#include "simulator/dialogue.hpp"
#include "simulator/google/fields.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace bellwether::simulator {

/// A function call in a content.
struct past_call {
  std::string_view name;
  std::string_view signature; ///< "": it has none
};

/// A content that is read: where it stands and what its parts are.
struct content_reading {
  std::string path; ///< "contents[1]"
  std::size_t number = 0;
  bool model = false; ///< the role; else user
  std::vector<past_call> calls;
  std::vector<std::string_view> answered; ///< names in function responses
};

/// Checks the parts of a content and gathers what they say and show.
refusal read_content_parts(simdjson::dom::object content, content_reading& c,
                           dialogue& d);

} // namespace bellwether::simulator
