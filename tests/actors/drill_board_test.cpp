#include "actors/drill_board.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <thread>

namespace bellwether::actors {

namespace {

domain::drill_order order_for(std::size_t provider, double share = 1.0) {
  domain::drill_order out;
  out.provider = provider;
  out.fault = domain::drill_fault::hang;
  out.share = share;
  return out;
}

} // namespace

TEST_CASE("no drill hits nobody", "[actors][drill]") {
  const drill_board board;
  CHECK_FALSE(board.running());
  CHECK_FALSE(board.draw(0, 0.0));
}

TEST_CASE("a drill hits its provider and no other", "[actors][drill]") {
  drill_board board;
  board.begin(order_for(1));
  CHECK(board.running());
  const auto hit = board.draw(1, 0.999'999);
  REQUIRE(hit);
  CHECK(hit->fault == domain::drill_fault::hang);
  CHECK_FALSE(board.draw(0, 0.0));
  CHECK_FALSE(board.draw(2, 0.0));
}

TEST_CASE("a drill hits its share of the attempts", "[actors][drill]") {
  drill_board board;
  board.begin(order_for(0, 0.25));
  int hits = 0;
  for (int i = 0; i < 1'000; ++i)
    if (board.draw(0, i / 1'000.0))
      ++hits;
  CHECK(hits == 250);
  CHECK(board.draw(0, 0.0));
  CHECK_FALSE(board.draw(0, 0.25));
}

TEST_CASE("a drill that ended hits nobody", "[actors][drill]") {
  drill_board board;
  board.begin(order_for(0));
  board.end();
  CHECK_FALSE(board.running());
  CHECK_FALSE(board.draw(0, 0.0));
  board.end();
  CHECK_FALSE(board.running());
}

TEST_CASE("the next drill takes the place of the last", "[actors][drill]") {
  drill_board board;
  board.begin(order_for(0));
  board.begin(order_for(1));
  CHECK_FALSE(board.draw(0, 0.0));
  CHECK(board.draw(1, 0.0));
}

TEST_CASE("sessions may draw while drills begin and end", "[actors][drill]") {
  drill_board board;
  std::atomic<bool> done = false;
  std::atomic<int> torn = 0;
  std::thread session{[&] {
    while (!done)
      for (std::size_t provider = 0; provider < 2; ++provider)
        if (const auto hit = board.draw(provider, 0.0);
            hit && hit->provider != provider)
          ++torn;
  }};
  for (std::size_t i = 0; i < 1'000; ++i) {
    board.begin(order_for(i % 2));
    board.end();
  }
  done = true;
  session.join();
  CHECK(torn == 0);
  CHECK_FALSE(board.draw(0, 0.0));
}

} // namespace bellwether::actors
