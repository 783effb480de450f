#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bellwether::simulator {

/// A number that looks random and depends on `x` alone (splitmix64).
constexpr std::uint64_t mix(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27U)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31U);
}

/// The hash of `text`, different for each `seed` (FNV-1a, then mixed).
constexpr std::uint64_t hash_text(std::uint64_t seed, std::string_view text) {
  auto h = 0xcbf29ce484222325ULL ^ mix(seed);
  for (const char c : text) {
    h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  }
  return mix(h);
}

/// `h` as sixteen hexadecimal digits.
inline std::string hex16(std::uint64_t h) {
  std::string text(16, '0');
  for (auto& digit : text) {
    digit = "0123456789abcdef"[h >> 60U];
    h <<= 4U;
  }
  return text;
}

/// `h` as a number in [0, 1).
constexpr double unit_interval(std::uint64_t h) {
  return static_cast<double>(h >> 11U) / 9007199254740992.0;
}

} // namespace bellwether::simulator
