#include "domain/alert_subject.hpp"

#include <catch2/catch.hpp>

namespace bellwether::domain {

namespace {

using namespace std::chrono_literals;

std::vector<condition> many(std::size_t count) {
  std::vector<condition> out;
  for (std::size_t i = 0; i < count; ++i)
    out.push_back(
        wrong(alert_rule::provider_down, "provider " + std::to_string(i)));
  return out;
}

} // namespace

TEST_CASE("ten thousand alerts are kept at once, and no more",
          "[domain][alerts]") {
  alert_subject it;
  const auto present = many(alert_book::most + 5);
  CHECK(it.after(0s, present).size() == alert_book::most);
  CHECK(it.book.alerts().size() == alert_book::most);
  CHECK(it.book.overflowed() == 5);
  CHECK(it.after(1s, present).empty());
  CHECK(it.book.overflowed() == 10);
  it.after(1s, {});
  CHECK(it.after(2min, {}).size() == alert_book::most);
  CHECK(it.book.alerts().empty());
}

TEST_CASE("only what changed is to be written down", "[domain][alerts]") {
  alert_book book{{}, 7};
  const auto nobody = [](const alert_key&) {
    return false;
  };
  const auto two = many(2);
  book.update(noon, two, nobody);
  const auto first = book.take_changed();
  REQUIRE(first.size() == 2);
  CHECK(first.front().number == 8);
  CHECK(first.back().number == 9);
  book.update(noon + 1s, two, nobody);
  CHECK(book.take_changed().empty());
  book.update(noon + 2s, many(1), nobody);
  const auto gone = book.take_changed();
  REQUIRE(gone.size() == 1);
  CHECK(gone.front().gone == noon + 2s);
  book.update(noon + 1h, {}, nobody);
  const auto last = book.take_changed();
  CHECK(last.size() == 2);
  CHECK(book.take_changed().empty());
}

} // namespace bellwether::domain
