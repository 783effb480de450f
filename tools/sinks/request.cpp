#include "sinks/request.hpp"

#include <algorithm>
#include <cctype>

namespace bellwether::sinks {

moment moment::now() {
  return {std::chrono::steady_clock::now(), std::chrono::system_clock::now()};
}

std::string_view request::header(std::string_view name) const {
  const auto at = std::ranges::find(
      headers, name, [](const auto& h) { return std::string_view{h.first}; });
  return at == headers.end() ? std::string_view{} : at->second;
}

std::string_view request::path() const {
  return std::string_view{target}.substr(0, target.find('?'));
}

bool request::says_json() const {
  auto type = std::string{header("content-type")};
  type.resize(std::min(type.find(';'), type.size()));
  while (type.ends_with(' ')) {
    type.pop_back();
  }
  std::ranges::transform(type, type.begin(), [](unsigned char c) {
    return static_cast<char>(std::tolower(c));
  });
  return type == "application/json";
}

reply json_reply(int status, const nlohmann::json& body) {
  return {status,
          "application/json",
          body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace),
          {}};
}

} // namespace bellwether::sinks
