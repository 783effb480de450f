#include "actors/sink_board.hpp"

#include <catch2/catch.hpp>

#include <thread>

namespace bellwether::actors::test {

TEST_CASE("the board knows how each sink does", "[shared][courier]") {
  sink_board board;
  CHECK(board.state("slack").problem.empty());
  CHECK_FALSE(board.state("slack").disabled);
  sink_state now;
  now.problem = "Busy.";
  now.tries = 3;
  board.set("slack", now);
  CHECK(board.state("slack").problem == "Busy.");
  CHECK(board.state("slack").tries == 3);
  CHECK(board.state("other").tries == 0);
  board.set("slack", {});
  CHECK(board.state("slack").problem.empty());
}

TEST_CASE("the board is read while it is written", "[shared][courier]") {
  sink_board board;
  constexpr std::uint64_t most = 2'000;
  std::thread writer{[&] {
    for (std::uint64_t i = 1; i <= most; ++i) {
      sink_state now;
      now.tries = i;
      now.delivered = i;
      board.set("slack", now);
    }
  }};
  std::uint64_t newest = 0;
  while (newest < most) {
    const auto now = board.state("slack");
    if (now.tries != now.delivered || now.tries < newest)
      break;
    newest = now.tries;
  }
  writer.join();
  CHECK(newest == most);
}

} // namespace bellwether::actors::test
