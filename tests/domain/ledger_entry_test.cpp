#include "domain/ledger_entry.hpp"

#include <catch2/catch.hpp>

namespace bellwether::domain {

TEST_CASE("an attempt's outcome is read as it was written",
          "[domain][ledger]") {
  using enum entry_outcome;
  const auto [outcome, text] =
      GENERATE(table<entry_outcome, std::string>({{answered, "answered"},
                                                  {failed, "failed"},
                                                  {broken, "broken"},
                                                  {cancelled, "cancelled"},
                                                  {lost, "lost"},
                                                  {interrupted, "interrupted"},
                                                  {probe, "probe"}}));
  CHECK(to_string(outcome) == text);
  CHECK(parse_entry_outcome(text) == outcome);
}

TEST_CASE("what is no outcome is not read as one", "[domain][ledger]") {
  const auto text =
      GENERATE(as<std::string>{}, "", "unknown", "Answered", "lost ");
  CHECK_FALSE(parse_entry_outcome(text));
  CHECK(to_string(static_cast<entry_outcome>(99)) == "unknown");
}

} // namespace bellwether::domain
