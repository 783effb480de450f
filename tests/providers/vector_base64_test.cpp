#include "providers/vector_base64.hpp"

#include <catch2/catch.hpp>

#include <bit>
#include <cstdint>
#include <limits>
#include <rapidcheck.h>

using namespace bellwether::providers;

TEST_CASE("floats are written lowest byte first", "[providers][base64]") {
  // 1.0f is 0x3F800000, -2.0f is 0xC0000000.
  CHECK(to_base64(std::vector{1.0F}) == "AACAPw==");
  CHECK(to_base64(std::vector{1.0F, -2.0F}) == "AACAPwAAAMA=");
  CHECK(to_base64(std::vector{1.0F, -2.0F, 0.0F}) == "AACAPwAAAMAAAAAA");
  CHECK(to_base64({}).empty());
}

TEST_CASE("base64 becomes the floats again", "[providers][base64]") {
  CHECK(from_base64("AACAPwAAAMA=") == std::vector{1.0F, -2.0F});
  CHECK(from_base64("AACAPwAAAMAAAAAA") == std::vector{1.0F, -2.0F, 0.0F});
  CHECK(from_base64("") == std::vector<float>{});
}

TEST_CASE("base64 may come without its padding", "[providers][base64]") {
  CHECK(from_base64("AACAPw") == std::vector{1.0F});
  CHECK(from_base64("AACAPwAAAMA") == std::vector{1.0F, -2.0F});
}

TEST_CASE("what is no vector in base64 is refused", "[providers][base64]") {
  const auto* text =
      GENERATE("A", "AA", "AAAA", "AACAP",
               "AACA Pw==", "AACAP*==", "AACAPw==AACAPw==", "AACAPw===");
  CAPTURE(text);
  CHECK_FALSE(from_base64(text));
}

TEST_CASE("every vector survives the way there and back",
          "[providers][base64][property]") {
  CHECK(rc::check("round trip", [](const std::vector<std::uint32_t>& bits) {
    std::vector<float> numbers;
    numbers.reserve(bits.size());
    for (const auto b : bits)
      numbers.push_back(std::bit_cast<float>(b));
    const auto back = from_base64(to_base64(numbers));
    RC_ASSERT(back.has_value());
    RC_ASSERT(back->size() == bits.size());
    // By their bits: there are many kinds of not a number.
    for (std::size_t i = 0; i < bits.size(); ++i)
      RC_ASSERT(std::bit_cast<std::uint32_t>((*back)[i]) == bits[i]);
  }));
}
