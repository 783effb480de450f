#include "domain/text.hpp"

#include <catch2/catch.hpp>

namespace bellwether::domain {

TEST_CASE("a text is clipped to its bound with a mark", "[domain][text]") {
  CHECK(clip("short", 5) == "short");
  CHECK(clip("longer", 5) == "lo...");
  CHECK(clip("", 3).empty());
}

TEST_CASE("a character of several bytes is never cut", "[domain][text]") {
  const std::string text = "ab\u00e9\u20acxyz"; // a b, two bytes, three bytes
  CHECK(clip(text, 6) == "ab...");
  CHECK(clip(text, 7) == "ab\u00e9...");
  CHECK(clip(text, 9) == "ab\u00e9...");
}

TEST_CASE("broken bytes are clipped too", "[domain][text]") {
  const std::string broken(100, '\x80');
  CHECK(clip(broken, 10) == "...");
}

} // namespace bellwether::domain
