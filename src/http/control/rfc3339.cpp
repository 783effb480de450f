#include "http/control/rfc3339.hpp"

#include <spdlog/fmt/chrono.h>

namespace bellwether::http {

using std::chrono::floor;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::system_clock;

namespace {

std::string to_the_second(system_clock::time_point at) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}",
                     fmt::gmtime(system_clock::to_time_t(floor<seconds>(at))));
}

} // namespace

std::string rfc3339(system_clock::time_point at) {
  return to_the_second(at) + "Z";
}

std::string rfc3339_ms(system_clock::time_point at) {
  const auto part = floor<milliseconds>(at) - floor<seconds>(at);
  return fmt::format("{}.{:03}Z", to_the_second(at), part.count());
}

} // namespace bellwether::http
