#include "domain/alert_flood.hpp"

#include "domain/alert_subject.hpp"

#include <catch2/catch.hpp>

namespace bellwether::domain {

namespace {

using namespace std::chrono_literals;

alert_message one(wall_time at, const char* rule = "provider_down",
                  severity level = severity::error) {
  alert_message out;
  out.rule = rule;
  out.title = std::string{rule} + " is wrong";
  out.level = level;
  out.at = at;
  return out;
}

} // namespace

TEST_CASE("ten thousand messages in a second make twenty and a digest",
          "[domain][alerts]") {
  flood_gate gate{flood_policy{}};
  std::size_t sent = 0;
  for (int i = 0; i < 10'000; ++i)
    sent += gate.admit(one(noon + i * 1ms / 10,
                           i % 4 == 0 ? "route_down" : "provider_down"))
                ? 1
                : 0;
  CHECK(sent == 20);
  CHECK(gate.total_folded() == 9'980);
  REQUIRE(gate.folded());
  CHECK(gate.folded()->count == 9'980);
  CHECK(gate.folded()->titles.size() == folded_alerts::most_titles);
  CHECK_FALSE(gate.due(noon + 299s));
  const auto digest = gate.due(noon + 301s);
  REQUIRE(digest);
  CHECK(digest->kind == message_kind::flood);
  CHECK(digest->title
        == "9980 alerts in 5 min: 7485 provider_down, 2495 route_down");
  CHECK(digest->facts.size() == 2);
  CHECK(digest->what.ends_with("and 9970 more."));
  CHECK_FALSE(gate.folded());
  CHECK_FALSE(gate.due(noon + 1h));
}

TEST_CASE("a digest's title names the commonest rules", "[domain][alerts]") {
  folded_alerts folded;
  for (const auto* rule : {"a", "b", "b", "c", "d", "d", "d"})
    folded.add(one(noon, rule));
  const auto digest = message_of(folded, noon + 60s);
  CHECK(digest.title == "7 alerts in 1 min: 3 d, 2 b, 1 a and others");
  CHECK(digest.facts.front() == alert_fact{"d", "3"});
  CHECK(digest.facts.size() == 4);
}

TEST_CASE("an end and a test always go", "[domain][alerts]") {
  flood_gate gate{{.messages = 0, .window = 1min}};
  auto end = one(noon);
  end.kind = message_kind::resolved;
  CHECK(gate.admit(end));
  CHECK(gate.admit(test_message(noon)));
  CHECK_FALSE(gate.admit(one(noon)));
  CHECK(gate.admit(end));
}

TEST_CASE("what is critical does not wait behind what is less bad",
          "[domain][alerts]") {
  flood_gate gate{{.messages = 2, .window = 1min}};
  for (int i = 0; i < 3; ++i)
    gate.admit(one(noon));
  REQUIRE(gate.folded());
  const auto worst = one(noon + 1s, "route_down", severity::critical);
  CHECK(gate.admit(worst));
  CHECK(gate.admit(worst));
  CHECK_FALSE(gate.admit(worst));
  CHECK(gate.folded()->count == 2);
  CHECK(gate.folded()->worst == severity::critical);
}

TEST_CASE("the window moves on with time", "[domain][alerts]") {
  flood_gate gate{{.messages = 2, .window = 1min}};
  CHECK(gate.admit(one(noon)));
  CHECK(gate.admit(one(noon + 30s)));
  CHECK(gate.admit(one(noon + 60s)));
  CHECK_FALSE(gate.admit(one(noon + 89s)));
  // What came first is told first.
  CHECK_FALSE(gate.admit(one(noon + 120s)));
  CHECK(gate.due(noon + 149s));
  CHECK(gate.admit(one(noon + 150s)));
}

TEST_CASE("a clock that goes back does not keep the gate shut",
          "[domain][alerts]") {
  flood_gate gate{{.messages = 1, .window = 1min}};
  CHECK(gate.admit(one(noon)));
  CHECK_FALSE(gate.admit(one(noon)));
  CHECK(gate.due(noon - 1h));
  CHECK(gate.admit(one(noon - 1h)));
}

TEST_CASE("what was folded outlives a restart", "[domain][alerts]") {
  flood_gate before{{.messages = 0, .window = 1min}};
  before.admit(one(noon, "budget_spike", severity::warning));
  before.admit(one(noon + 5s, "ledger_failing", severity::critical));
  flood_gate after{{.messages = 5, .window = 1min}};
  after.restore(*before.folded());
  CHECK_FALSE(after.admit(one(noon + 10s)));
  CHECK(after.folded()->count == 3);
  CHECK(after.folded()->from == noon);
  CHECK(after.folded()->to == noon + 10s);
  const auto digest = after.due(noon + 60s);
  REQUIRE(digest);
  CHECK(digest->level == severity::critical);
  CHECK(digest->since == noon);
  CHECK(digest->what.find("\n- budget_spike is wrong") != std::string::npos);
}

} // namespace bellwether::domain
