#pragma once

#include <nlohmann/json.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bellwether::sinks {

/// Names are in lower case.
using header_list = std::vector<std::pair<std::string, std::string>>;

/// A moment, on both clocks.
struct moment {
  std::chrono::steady_clock::time_point steady;
  std::chrono::system_clock::time_point wall;

  static moment now();
};

/// What arrived at the HTTP port.
struct request {
  std::string method;
  std::string target;
  header_list headers;
  std::string body;

  /// The first value of that name (lower case), or "".
  std::string_view header(std::string_view name) const;

  /// The target without its query.
  std::string_view path() const;

  /// Whether the content type is JSON, with or without parameters.
  bool says_json() const;
};

/// What is answered.
struct reply {
  int status = 200;
  std::string type = "text/plain; charset=utf-8"; ///< "": no body
  std::string body;
  header_list headers;
};

/// What a sink makes of a message.
struct finding {
  reply answer;
  std::vector<std::string> problems; ///< none: nothing is wrong with it
  nlohmann::json notes = nlohmann::json::object(); ///< the sink's own facts
};

/// A reply with JSON.
reply json_reply(int status, const nlohmann::json& body);

} // namespace bellwether::sinks
