#include "domain/nearest.hpp"

#include <catch2/catch.hpp>

namespace bellwether::domain {

TEST_CASE("a slip of the pen finds what was meant", "[domain][nearest]") {
  const std::vector<std::string> known{"gpt-4.1", "gemini-2.5-flash", "auto",
                                       "claude-sonnet-4.5"};
  CHECK(nearest("gpt4.1", known) == "gpt-4.1");
  CHECK(nearest("GPT-4.1", known) == "gpt-4.1");
  CHECK(nearest("atuo", known) == "auto");
  CHECK(nearest("claude-sonnet", known) == "claude-sonnet-4.5");
  CHECK(nearest("gemini-2.5-flahs", known) == "gemini-2.5-flash");
  CHECK(nearest("auto", known) == "auto");
}

TEST_CASE("nothing is guessed from afar", "[domain][nearest]") {
  CHECK(nearest("llama", {"gpt-4.1", "auto"}).empty());
  CHECK(nearest("x", {"y"}).empty());
  CHECK(nearest("", {"a", ""}).empty());
  CHECK(nearest("auto", {}).empty());
  CHECK(nearest(std::string(10'000, 'a'), {"aaa"}).empty());
  CHECK(nearest("aaa", {std::string(10'000, 'a')}).empty());
}

TEST_CASE("two neighbours swapped are one slip", "[domain][nearest]") {
  CHECK(nearest("bas", {"abc", "abs"}) == "abs");
  CHECK(nearest("listne", {"listed", "listen"}) == "listen");
}

TEST_CASE("the nearest wins, then the first", "[domain][nearest]") {
  CHECK(nearest("model-1", {"model-22", "model-2", "model-3"}) == "model-2");
}

} // namespace bellwether::domain
