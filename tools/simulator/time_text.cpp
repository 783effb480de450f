#include "simulator/time_text.hpp"

#include "domain/rfc3339.hpp"

#include <array>
#include <cstdint>
#include <ctime>

namespace bellwether::simulator {

using namespace std::chrono;

namespace {

// 1500 as "1.5".
std::string thousandths(std::int64_t ms) {
  auto text = std::to_string(ms / 1000);
  if (const auto rest = ms % 1000; rest != 0) {
    text += "." + std::to_string(1000 + rest).substr(1);
    text.erase(text.find_last_not_of('0') + 1);
  }
  return text;
}

} // namespace

std::string http_date(system_clock::time_point at) {
  const auto seconds_of_epoch = system_clock::to_time_t(floor<seconds>(at));
  std::tm utc{};
  ::gmtime_r(&seconds_of_epoch, &utc);
  std::array<char, 40> text{};
  const auto n = std::strftime(text.data(), text.size(),
                               "%a, %d %b %Y %H:%M:%S GMT", &utc);
  return {text.data(), n};
}

std::string rfc3339(system_clock::time_point at) {
  return domain::write_rfc3339_seconds(ceil<seconds>(at));
}

std::string go_duration(nanoseconds d) {
  constexpr std::int64_t minute = 60'000;
  const auto ms = ceil<milliseconds>(d).count();
  if (ms != 0 && ms < 1000) {
    return std::to_string(ms) + "ms";
  }
  std::string text;
  if (ms >= 60 * minute) {
    text += std::to_string(ms / (60 * minute)) + "h";
  }
  if (ms >= minute) {
    text += std::to_string(ms / minute % 60) + "m";
  }
  return text + thousandths(ms % minute) + "s";
}

std::string protobuf_duration(nanoseconds d) {
  return thousandths(ceil<milliseconds>(d).count()) + "s";
}

std::string whole_seconds(nanoseconds d) {
  return std::to_string(ceil<seconds>(d).count());
}

} // namespace bellwether::simulator
