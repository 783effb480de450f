#include "actors/key_board.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <thread>

namespace bellwether::actors {

using domain::caller_key;
using domain::wall_time;

namespace {

constexpr wall_time noon{std::chrono::hours{12}};
constexpr std::chrono::milliseconds moment{1};

caller_key key(const std::string& name, const std::string& hash) {
  caller_key out;
  out.name = name;
  out.hash = hash;
  return out;
}

std::string name_of(const key_ring& ring, std::string_view hash,
                    wall_time now = noon) {
  const auto* found = ring.find(hash, now);
  return found == nullptr ? "" : found->name;
}

} // namespace

TEST_CASE("a key is found by the hash of its secret", "[actors][key_board]") {
  const key_ring ring{{key("ci", "aa"), key("web", "bb")}};
  CHECK(ring.any());
  CHECK(ring.keys().size() == 2);
  CHECK(name_of(ring, "aa") == "ci");
  CHECK(name_of(ring, "bb") == "web");
  CHECK(name_of(ring, "cc").empty());
  CHECK(name_of(ring, "").empty());
}

TEST_CASE("a ring without keys needs none", "[actors][key_board]") {
  const key_ring ring{{}};
  CHECK_FALSE(ring.any());
  CHECK(ring.find("aa", noon) == nullptr);
}

TEST_CASE("a key that was revoked is not found, whatever the clock says",
          "[actors][key_board]") {
  auto revoked = key("ci", "aa");
  revoked.former_hash = "old";
  revoked.former_until = noon + moment;
  revoked.revoked = noon + GENERATE(-1, 0, 1) * moment;
  const key_ring ring{{revoked}};
  CHECK(ring.any());
  CHECK(name_of(ring, "aa").empty());
  CHECK(name_of(ring, "old").empty());
}

TEST_CASE("a former secret is good until its time is over",
          "[actors][key_board]") {
  auto rotated = key("ci", "new");
  rotated.former_hash = "old";
  rotated.former_until = noon;
  const key_ring ring{{rotated}};
  CHECK(name_of(ring, "old", noon - moment) == "ci");
  CHECK(name_of(ring, "old", noon).empty());
  CHECK(name_of(ring, "new", noon) == "ci");
}

TEST_CASE("a former secret without a time is not good", "[actors][key_board]") {
  auto rotated = key("ci", "new");
  rotated.former_hash = "old";
  CHECK(name_of(key_ring{{rotated}}, "old").empty());
  CHECK(name_of(key_ring{{key("ci", "new")}}, "").empty());
}

TEST_CASE("a present secret goes before a former one", "[actors][key_board]") {
  auto rotated = key("ci", "new");
  rotated.former_hash = "shared";
  rotated.former_until = noon + moment;
  CHECK(name_of(key_ring{{rotated, key("web", "shared")}}, "shared") == "web");
}

TEST_CASE("everybody finds the newest ring, and old ones stay while in use",
          "[actors][key_board]") {
  key_board board;
  const auto first = board.ring();
  REQUIRE(first != nullptr);
  CHECK_FALSE(first->any());
  board.publish(std::make_shared<const key_ring>(
      std::vector<caller_key>{key("ci", "aa")}));
  CHECK(name_of(*board.ring(), "aa") == "ci");
  CHECK_FALSE(first->any());
}

TEST_CASE("rings are found while others are published", "[actors][key_board]") {
  key_board board;
  std::atomic<bool> done = false;
  std::thread publisher{[&] {
    for (std::size_t i = 1; i <= 500; ++i)
      board.publish(std::make_shared<const key_ring>(
          std::vector<caller_key>(i, key("ci", "aa"))));
    done = true;
  }};
  std::size_t newest = 0;
  bool in_order = true;
  while (!done) {
    const auto size = board.ring()->keys().size();
    in_order = in_order && size >= newest;
    newest = size;
  }
  publisher.join();
  CHECK(in_order);
  CHECK(board.ring()->keys().size() == 500);
}

} // namespace bellwether::actors
