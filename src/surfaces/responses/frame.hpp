#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bellwether::surfaces {

/// What a response says of its call besides its answer.
struct response_frame {
  std::string id; ///< of the call, plain: its items' ids are made of it
  std::int64_t created = 0;
  std::string model;
  std::string service_tier; ///< JSON, may be empty
  std::string head;         ///< JSON members that stand before the output
  std::string tail;         ///< JSON members that stand behind it
};

/// How far a response has come.
struct response_state {
  std::string_view status;          ///< such as "completed"
  std::string_view error = "null";  ///< JSON
  std::string_view incomplete = {}; ///< why it is incomplete, if it is
  std::string_view output = {};     ///< JSON of the items, between the brackets
  std::string_view usage = "null";  ///< JSON
};

/// The whole response object, on one line.
std::string write_response(const response_frame& frame,
                           const response_state& state);

} // namespace bellwether::surfaces
