// The documentation shows what is sent.
#include "alerts/gallery_samples.hpp"
#include "alerts/gallery_text.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

namespace bellwether::alerts {

namespace {

const std::string page =
    std::string{BELLWETHER_SOURCE_DIR} + "/docs/alert-gallery.md";

std::string read_page() {
  std::ifstream in{page};
  return {std::istreambuf_iterator<char>{in}, {}};
}

/// The first line of `wanted` that is another in `found`.
std::string first_difference(const std::string& wanted,
                             const std::string& found) {
  std::istringstream left{wanted};
  std::istringstream right{found};
  std::string expected;
  std::string actual;
  for (int line = 1; std::getline(left, expected); ++line)
    if (!std::getline(right, actual) || actual != expected)
      return "line " + std::to_string(line) + " must be\n" + expected;
  return "it goes on too long";
}

} // namespace

TEST_CASE("the gallery shows what is sent", "[alerts][gallery]") {
  const auto wanted = gallery_text();
  if (std::getenv("BELLWETHER_WRITE") != nullptr)
    std::ofstream{page} << wanted;
  const auto found = read_page();
  INFO("docs/alert-gallery.md: " << first_difference(wanted, found)
                                 << "\nBELLWETHER_WRITE=1 "
                                    "./build/test_alerts '[gallery]' writes "
                                    "it anew");
  CHECK((found == wanted));
}

TEST_CASE("every rule is in the gallery", "[alerts][gallery]") {
  const auto shown = rule_exhibits();
  for (const auto rule : domain::all_alert_rules()) {
    CAPTURE(to_string(rule));
    CHECK(std::ranges::count(shown, to_string(rule), &exhibit::heading) > 0);
  }
}

} // namespace bellwether::alerts
