#include "storage/outbox.hpp"

#include "storage/outbox_support.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <sys/stat.h>

namespace bellwether::storage {

namespace {

using namespace std::chrono_literals;
using integration::temporary_folder;

TEST_CASE("alerts are there after a restart as they were put",
          "[storage][outbox]") {
  const temporary_folder root;
  auto second = alert_of(2);
  second.acknowledged = {"ann", monday + 1min};
  second.flaps = 3;
  const auto third = resolved_at(alert_of(3), monday + 1h);
  {
    outbox box{root.path(), monday};
    CHECK(box.last_alert() == 0);
    box.put({{alert_of(1), alert_of(2), alert_of(3)}, {}, {}}, monday);
    box.put({{second, third}, {}, {}}, monday);
  }
  const outbox box{root.path(), monday};
  CHECK(box.last_alert() == 3);
  CHECK(box.open_alerts() == std::vector{alert_of(1), second});
  CHECK(box.ended_alerts(monday + 1h) == std::vector{third});
  CHECK(box.ended_alerts(monday + 1h + 1ms).empty());
}

TEST_CASE("the history has what is over, the newest first",
          "[storage][outbox]") {
  outbox box{"", monday};
  const auto first = resolved_at(alert_of(1), monday + 3h);
  const auto second = resolved_at(alert_of(2), monday + 2h);
  box.put({{first, second, alert_of(3)}, {}, {}}, monday);
  CHECK(box.history(10) == std::vector{first, second});
  CHECK(box.history(1) == std::vector{first});
}

TEST_CASE("a message waits for its sink with one id for ever",
          "[storage][outbox]") {
  const temporary_folder root;
  std::string id;
  {
    outbox box{root.path(), monday};
    put_messages(box, "slack", {7});
    const auto found = next_of(box, "slack");
    REQUIRE(found);
    id = found->id;
    CHECK(found->message == message_of(7));
    CHECK(found->tries == 0);
    CHECK(found->state == delivery_state::waiting);
    CHECK_FALSE(next_of(box, "other"));
  }
  outbox box{root.path(), monday};
  const auto again = next_of(box, "slack");
  REQUIRE(again);
  CHECK(again->id == id);
  CHECK(id.substr(0, 4) == "msg_");
  CHECK(id.size() >= 28);
  CHECK(id.find('.') == std::string::npos);
  box.tried(again->number, delivery_state::delivered, 200, "Taken.",
            monday + 5s, monday);
  CHECK_FALSE(next_of(box, "slack", monday + 1h));
  const auto shown = box.deliveries(10).at(0);
  CHECK(shown.id == id);
  CHECK(shown.state == delivery_state::delivered);
  CHECK(shown.tries == 1);
  CHECK(shown.status == 200);
  CHECK(shown.answer == "Taken.");
  CHECK(shown.ended == monday + 5s);
}

TEST_CASE("no two messages have the same id", "[storage][outbox]") {
  outbox box{"", monday};
  put_messages(box, "slack", std::vector<std::uint64_t>(1'000, 0));
  std::set<std::string> ids;
  for (const auto& each : box.deliveries(2'000))
    ids.insert(each.id);
  CHECK(ids.size() == 1'000);
}

TEST_CASE("a failed try is made again when it is due", "[storage][outbox]") {
  outbox box{"", monday};
  put_messages(box, "slack", {1});
  const auto found = next_of(box, "slack");
  REQUIRE(found);
  box.tried(found->number, delivery_state::waiting, 503, "Busy.", monday,
            monday + 10s);
  std::optional<domain::wall_time> next_due;
  CHECK_FALSE(box.next("slack", monday + 9s, next_due));
  CHECK(next_due == monday + 10s);
  const auto again = box.next("slack", monday + 10s, next_due);
  REQUIRE(again);
  CHECK(again->number == found->number);
  CHECK(again->tries == 1);
  CHECK(again->answer == "Busy.");
  CHECK_FALSE(again->ended);
  box.tried(found->number, delivery_state::rejected, 400, "No.", monday,
            monday);
  CHECK_FALSE(box.next("slack", monday + 1h, next_due));
  CHECK_FALSE(next_due);
}

TEST_CASE("what ended does not wait once more", "[storage][outbox]") {
  outbox box{"", monday};
  put_messages(box, "slack", {1});
  const auto number = next_of(box, "slack").value().number;
  box.tried(number, delivery_state::delivered, 200, "", monday, monday);
  box.tried(number, delivery_state::waiting, 500, "late", monday, monday);
  CHECK_FALSE(next_of(box, "slack"));
  CHECK(box.counts("slack").delivered == 1);
  CHECK(box.deliveries(1).at(0).status == 200);
}

TEST_CASE("a message that was never tried is due whatever the clock does",
          "[storage][outbox]") {
  outbox box{"", monday};
  put_messages(box, "slack", {1});
  CHECK(next_of(box, "slack", monday - 24h));
}

TEST_CASE("a sink's counts outlive its deliveries", "[storage][outbox]") {
  outbox box{"", monday};
  CHECK(box.counts("slack").waiting == 0);
  CHECK_FALSE(box.counts("slack").oldest);
  put_messages(box, "slack", {1}, monday);
  put_messages(box, "slack", {2, 3, 4}, monday + 1min);
  put_messages(box, "other", {1}, monday - 1h);
  const auto end = [&](delivery_state how) {
    box.tried(next_of(box, "slack").value().number, how, 1, "", monday, monday);
  };
  CHECK(box.counts("slack").waiting == 4);
  CHECK(box.counts("slack").oldest == monday);
  end(delivery_state::delivered);
  CHECK(box.counts("slack").oldest == monday + 1min);
  end(delivery_state::rejected);
  end(delivery_state::expired);
  box.prune(monday + 1h, {"slack"});
  CHECK(box.deliveries(9).size() == 1);
  CHECK(box.counts("slack").waiting == 1);
  CHECK(box.counts("slack").delivered == 1);
  CHECK(box.counts("slack").failed == 2);
}

TEST_CASE("what is folded is kept until it is told", "[storage][outbox]") {
  const temporary_folder root;
  domain::folded_alerts folded;
  folded.from = monday;
  folded.to = monday + 1min;
  folded.worst = domain::severity::critical;
  folded.count = 37;
  folded.by_rule = {{"provider_down", 30}, {"route_down", 7}};
  folded.titles = {"Provider openai is down"};
  {
    outbox box{root.path(), monday};
    box.put({{}, {}, {{"slack", folded}, {"other", folded}}}, monday);
    box.put({{}, {}, {{"other", std::nullopt}}}, monday);
  }
  const outbox box{root.path(), monday};
  CHECK(box.folded()
        == std::map<std::string, domain::folded_alerts>{{"slack", folded}});
}

TEST_CASE("silences are kept until they are removed", "[storage][outbox]") {
  const temporary_folder root;
  const domain::silence one{
      1, domain::alert_rule::route_down, "auto", "work", monday, monday + 1h};
  const domain::silence all{2, std::nullopt, "", "move", monday, monday + 2h};
  {
    outbox box{root.path(), monday};
    box.put(one);
    box.put(all);
    CHECK(box.silences() == std::vector{one, all});
    box.remove_silence(1);
  }
  change_file(root.path(),
              "INSERT INTO silences VALUES(9, 'of tomorrow', '', '', 0, 1)");
  outbox box{root.path(), monday};
  // A rule that is not known must not silence all instead.
  CHECK(box.silences() == std::vector{all});
  box.prune(monday + 3h, {});
  CHECK(box.silences().empty());
}

TEST_CASE("the last digest is known after a restart", "[storage][outbox]") {
  const temporary_folder root;
  {
    outbox box{root.path(), monday};
    CHECK_FALSE(box.last_digest());
    box.digest_made(monday);
  }
  CHECK(outbox{root.path(), monday + 1h}.last_digest() == monday);
}

TEST_CASE("a predecessor that died is known, and when it lived last",
          "[storage][outbox]") {
  const temporary_folder root;
  {
    outbox box{root.path(), monday};
    CHECK_FALSE(box.crashed());
    box.alive(monday + 1min);
    box.alive(monday + 1min + 1s); // too soon to be worth a write
  }
  {
    outbox box{root.path(), monday + 1h};
    CHECK(box.crashed() == monday + 1min);
    box.stop(monday + 2h);
    box.alive(monday + 3h);
  }
  CHECK_FALSE(outbox{root.path(), monday + 4h}.crashed());
  CHECK(outbox{root.path(), monday + 5h}.crashed() == monday + 4h);
}

TEST_CASE("pruning forgets what ended and what waits for nobody",
          "[storage][outbox]") {
  outbox box{"", monday};
  box.put({{resolved_at(alert_of(1), monday), alert_of(2)}, {}, {}}, monday);
  put_messages(box, "slack", {1, 2});
  put_messages(box, "gone", {2});
  deliver_all(box, "slack");
  put_messages(box, "slack", {2});
  box.prune(monday + 1h, {"slack", "new"});
  CHECK(box.history(9).empty());
  CHECK(box.last_alert() == 2);
  CHECK(box.open_alerts().size() == 1);
  CHECK(box.deliveries(9).size() == 1);
  CHECK(box.counts("slack").waiting == 1);
  CHECK(box.counts("gone").waiting == 0);
  CHECK_FALSE(box.has_heard("slack", 1));
  // However old the alert is, its end is told to whom its beginning was.
  CHECK(box.has_heard("slack", 2));
  CHECK_FALSE(box.has_heard("new", 2));
}

TEST_CASE("only its owner may read the file", "[storage][outbox]") {
  const temporary_folder root;
  const outbox box{root.path() / "state", monday};
  struct stat found {};
  REQUIRE(::stat((root.path() / "state" / "alerts.db").c_str(), &found) == 0);
  CHECK((found.st_mode & 0777) == 0600);
}

} // namespace

} // namespace bellwether::storage
