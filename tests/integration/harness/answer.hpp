#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bellwether::integration {

using nlohmann::json;

/// Names are in small letters in answers.
using header_list = std::vector<std::pair<std::string, std::string>>;

/// What came back for a request.
struct answer {
  int status = 0; ///< 0: nothing that is HTTP
  header_list headers;
  std::string body;     ///< without the chunk framing
  header_list trailers; ///< seen by raw_client only
  bool whole = false;   ///< it came to its own end

  /// The header's value, or "".
  std::string header(std::string_view name) const;
  std::string trailer(std::string_view name) const;
  bool has(std::string_view name) const;

  nlohmann::json json() const;
  /// The member `field` of the body's "error", or null.
  nlohmann::json error(std::string_view field) const;

  /// What the events of a stream hold, but for [DONE].
  std::vector<nlohmann::json> events() const;
  /// Whether its last event is [DONE].
  bool done() const;
  /// The content of all events together.
  std::string content() const;
};

} // namespace bellwether::integration
