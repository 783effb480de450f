#include "http/control/rfc3339.hpp"

#include <spdlog/fmt/chrono.h>

namespace bellwether::http {

std::string rfc3339(std::chrono::system_clock::time_point at) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(at);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}Z",
                     fmt::gmtime(std::chrono::system_clock::to_time_t(whole)));
}

} // namespace bellwether::http
