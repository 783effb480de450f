#include "domain/any.hpp"
#include "storage/outbox_support.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <chrono>
#include <map>
#include <rapidcheck/catch.h>

namespace bellwether::storage {

namespace {

using namespace std::chrono_literals;
using domain::any_of;

/// What an outbox of one sink must do, the plain way.
class plain_outbox {
public:
  struct row {
    std::uint64_t alert = 0;
    unsigned tries = 0;
    domain::wall_time due;
    bool waits = true;
  };

  void put(std::uint64_t alert) { rows_.push_back({alert, 0, {}, true}); }
  row& at(std::uint64_t number) { return rows_.at(number); }

  /// Its index.
  std::optional<std::size_t> next(domain::wall_time now) const {
    for (std::size_t i = 0; i < rows_.size(); ++i)
      if (rows_[i].waits && !is_behind(i)
          && (rows_[i].tries == 0 || rows_[i].due <= now))
        return i;
    return std::nullopt;
  }

private:
  bool is_behind(std::size_t which) const {
    for (std::size_t i = 0; i < which; ++i)
      if (rows_[which].alert != 0 && rows_[i].waits
          && rows_[i].alert == rows_[which].alert)
        return true;
    return false;
  }

  std::vector<row> rows_;
};

delivery_state any_end() {
  return static_cast<delivery_state>(any_of(0, 4));
}

TEST_CASE("each sink gets its messages in the order of each alert",
          "[storage][outbox]") {
  rc::prop("as a plain list of rows says", [] {
    const std::vector<std::string> sinks{"a", "b"};
    outbox box{"", monday};
    std::array<plain_outbox, 2> plain;
    // The indices of each sink's rows, by the number of the delivery.
    std::map<std::uint64_t, std::size_t> index;
    std::array<std::size_t, 2> counts{};
    auto now = monday;
    const auto steps = any_of(1, 80);
    for (int i = 0; i < steps; ++i) {
      const auto which = any_of<std::size_t>(0, 2);
      if (any_of(0, 2) == 0) {
        const auto alert = any_of<std::uint64_t>(0, 4);
        put_messages(box, sinks[which], {alert}, now);
        plain.at(which).put(alert);
        index[box.deliveries(1).at(0).number] = counts.at(which)++;
      }
      now += std::chrono::seconds{any_of(0, 10)};
      const auto found = next_of(box, sinks[which], now);
      const auto expected = plain.at(which).next(now);
      RC_ASSERT(found.has_value() == expected.has_value());
      if (!found)
        continue;
      RC_ASSERT(index.at(found->number) == *expected);
      const auto end = any_end();
      const auto due = now + std::chrono::seconds{any_of(0, 20)};
      box.tried(found->number, end, 0, "", now, due);
      auto& row = plain.at(which).at(*expected);
      row.tries += end == delivery_state::expired ? 0U : 1U;
      row.due = due;
      row.waits = end == delivery_state::waiting;
    }
  });
}

TEST_CASE("a message waits behind an earlier one of its alert only",
          "[storage][outbox]") {
  outbox box{"", monday};
  put_messages(box, "slack", {1, 1, 2});
  const auto first = next_of(box, "slack").value();
  box.tried(first.number, delivery_state::waiting, 500, "", monday,
            monday + 1min);
  const auto other = next_of(box, "slack").value();
  CHECK(other.message.alert == 2);
  box.tried(other.number, delivery_state::delivered, 200, "", monday, monday);
  std::optional<domain::wall_time> next_due;
  CHECK_FALSE(box.next("slack", monday, next_due));
  CHECK(next_due == monday + 1min);
  CHECK(next_of(box, "slack", monday + 1min)->number == first.number);
  box.tried(first.number, delivery_state::rejected, 400, "", monday, monday);
  CHECK(next_of(box, "slack", monday)->message.alert == 1);
}

TEST_CASE("a sink that takes nothing delays no other", "[storage][outbox]") {
  outbox box{"", monday};
  put_messages(box, "slow", {1});
  put_messages(box, "quick", {1, 2});
  box.tried(next_of(box, "slow").value().number, delivery_state::waiting, 0, "",
            monday, monday + 1h);
  CHECK(deliver_all(box, "quick") == std::vector<std::uint64_t>{1, 2});
  CHECK_FALSE(next_of(box, "slow"));
}

/// Makes 100,000 deliveries of the one that is there.
void multiply(const std::filesystem::path& folder, const std::string& alert,
              int behind, int tries) {
  change_file(
      folder,
      "WITH RECURSIVE many(n) AS (SELECT 2 UNION ALL"
      " SELECT n + 1 FROM many WHERE n < 100000)"
      " INSERT INTO deliveries SELECT n, 'msg_' || n, sink, "
          + alert + ", message, made, 0, " + std::to_string(behind) + ", "
          + std::to_string(tries)
          + ", due, NULL, 0, '' FROM many, deliveries WHERE number = 1");
}

TEST_CASE("the next one is found quickly among 100,000", "[storage][outbox]") {
  const integration::temporary_folder root;
  outbox box{root.path(), monday};
  put_messages(box, "slack", {1});
  SECTION("each of an alert of its own") {
    multiply(root.path(), "n", 0, 0);
  }
  SECTION("all of one alert") {
    multiply(root.path(), "1", 1, 0);
  }
  SECTION("all tried already") {
    multiply(root.path(), "0", 0, 1);
  }
  constexpr int looks = 20;
  std::chrono::steady_clock::duration took{};
  for (int i = 1; i <= looks; ++i) {
    const auto began = std::chrono::steady_clock::now();
    const auto found = next_of(box, "slack", monday + 1h);
    took += std::chrono::steady_clock::now() - began;
    REQUIRE(found);
    CHECK(found->number == static_cast<std::uint64_t>(i));
    box.tried(found->number, delivery_state::delivered, 200, "", monday,
              monday);
  }
  CHECK(box.counts("slack").waiting == 100'000 - looks);
  CHECK(took < looks * 50ms);
}

} // namespace

} // namespace bellwether::storage
