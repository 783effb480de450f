#include "actors/courier_stage.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <stdexcept>

namespace bellwether::actors::test {

namespace {

using namespace std::chrono_literals;
using storage::delivery_state;
using numbers = std::vector<std::uint64_t>;

const auto busy = answer_of(500, "server_error");
const auto wrong = answer_of(400, "invalid_payload");
const auto gone = answer_of(410, "channel_is_archived");

alerts::sink_answer too_many(const std::string& seconds) {
  auto out = answer_of(429, "rate_limited");
  out.retry_after = seconds;
  return out;
}

} // namespace

TEST_CASE("what waits when a courier starts is brought at once",
          "[actors][courier]") {
  courier_stage at;
  storage::put_messages(at.outbox(), "slack", {1, 2, 0});
  storage::put_messages(at.outbox(), "other", {9});
  at.start();
  CHECK(at.sent() == numbers{1, 2, 0});
  CHECK(at.counts().delivered == 3);
  CHECK(at.counts().waiting == 0);
  CHECK(at.board().delivered == 3);
  CHECK(at.board().last_delivered == at.wall_now());
  CHECK(at.outbox().deliveries(2).at(1).status == 200);
}

TEST_CASE("messages keep the pace of their sink", "[actors][courier]") {
  courier_stage at;
  at.config().pace = 1s;
  at.start();
  at.put({1, 2, 3});
  CHECK(at.sent() == numbers{1});
  at.put({4});
  CHECK(at.sent() == numbers{1});
  at.advance(999ms);
  CHECK(at.sent() == numbers{1});
  at.advance(1ms);
  CHECK(at.sent() == numbers{1, 2});
  at.pass(2s);
  CHECK(at.sent() == numbers{1, 2, 3, 4});
}

TEST_CASE("a message that fails is sent again with its id until it is taken",
          "[actors][courier]") {
  courier_stage at;
  at.sink().answers = {busy, busy, busy};
  at.start();
  at.put({1});
  CHECK(at.board().problem != "");
  CHECK(at.counts().waiting == 1);
  at.pass(30s);
  REQUIRE(at.sent() == numbers{1, 1, 1, 1});
  for (const auto& each : at.sink().got)
    CHECK(each.id == at.sink().got[0].id);
  CHECK(at.counts().delivered == 1);
  CHECK(at.outbox().deliveries(1).at(0).tries == 4);
  CHECK(at.board().problem == "");
  CHECK(at.board().tries == 4);
}

TEST_CASE("back-offs differ from sink to sink", "[actors][courier]") {
  const auto second_try = [](std::uint32_t seed) {
    courier_stage at;
    at.config().seed = seed;
    at.config().pause = {60s, 60s};
    at.sink().answers = {busy};
    at.start();
    at.put({1});
    at.pass(61s);
    CHECK(at.sent().size() == 2);
    return at.sink().got.back().at;
  };
  CHECK(second_try(1) != second_try(99));
}

TEST_CASE("a sink that says when is asked then", "[actors][courier]") {
  courier_stage at;
  at.sink().answers = {too_many("90")};
  at.start();
  at.put({1, 2});
  at.pass(89s);
  CHECK(at.sent() == numbers{1});
  at.pass(1s);
  CHECK(at.sent() == numbers{1, 1, 2});
}

TEST_CASE("a message that a sink will not take does not hold up others",
          "[actors][courier]") {
  courier_stage at;
  at.sink().answers = {wrong};
  at.start();
  at.put({1, 1});
  CHECK(at.sent() == numbers{1, 1});
  CHECK(at.counts().failed == 1);
  CHECK(at.counts().delivered == 1);
  CHECK(at.board().rejected == 1);
  CHECK_FALSE(at.board().disabled);
}

TEST_CASE("three refused messages in a row disable the sink",
          "[actors][courier]") {
  courier_stage at;
  at.sink().answers = {wrong, wrong, answer_of(200, "ok"), wrong, wrong, wrong};
  at.start();
  at.put({1, 2, 3, 4, 5});
  CHECK_FALSE(at.board().disabled);
  at.put({6, 7});
  CHECK(at.sent() == numbers{1, 2, 3, 4, 5, 6});
  CHECK(at.board().disabled == at.wall_now());
  CHECK(at.counts().waiting == 1);
}

TEST_CASE("a disabled sink is left alone until a test reaches it",
          "[actors][courier]") {
  courier_stage at;
  at.sink().answers = {gone, gone};
  at.start();
  at.put({1, 2});
  at.pass(2h);
  at.put({3});
  CHECK(at.sent() == numbers{1});
  CHECK(at.board().disabled == storage::monday);
  CHECK(at.counts().waiting == 3);

  const auto failed = at.test();
  CHECK_FALSE(failed.delivered);
  CHECK(failed.status == 410);
  CHECK(failed.answer != "");
  at.pass(1h);
  CHECK(at.sent() == numbers{1, 0});

  CHECK(at.test().delivered);
  CHECK_FALSE(at.board().disabled);
  CHECK(at.board().problem == "");
  CHECK(at.sent() == numbers{1, 0, 0, 1, 2, 3});
}

TEST_CASE("a courier that is started anew tries its sink again",
          "[actors][courier]") {
  courier_stage at;
  at.sink().answers = {gone};
  at.start();
  at.put({1});
  at.stop();
  CHECK(at.board().disabled);
  at.start();
  CHECK(at.sent() == numbers{1, 1});
  CHECK_FALSE(at.board().disabled);
  CHECK(at.board().tries == 2);
}

TEST_CASE("what is too old is given up", "[actors][courier]") {
  courier_stage at;
  at.config().longest = 10min;
  at.sink().answers.assign(1'000, busy);
  at.start();
  at.put({1});
  at.pass(10min - 1s);
  CHECK(at.counts().waiting == 1);
  const auto tries = at.sent().size();
  CHECK(tries > 2);
  at.pass(1s);
  CHECK(at.counts().waiting == 0);
  CHECK(at.counts().failed == 1);
  CHECK(at.sent().size() <= tries + 1);
  const auto shown = at.outbox().deliveries(1).at(0);
  CHECK(shown.state == delivery_state::expired);
  CHECK(shown.status == 500);
  CHECK(shown.answer.find("given up") != std::string::npos);
}

TEST_CASE("a sink that is down is not hammered, however much waits",
          "[actors][courier]") {
  courier_stage at;
  at.sink().answers.assign(10'000, busy);
  at.start();
  at.put(numbers(50, 0));
  at.pass(1h);
  CHECK(at.sent().size() < 900);
  at.sink().answers.clear();
  at.pass(11min);
  CHECK(at.counts().delivered == 50);
}

TEST_CASE("a test's incident is closed at once", "[actors][courier]") {
  using domain::message_kind;
  courier_stage at;
  at.sink().keep_incidents();
  at.start();
  CHECK(at.test().delivered);
  const auto& got = at.sink().got;
  REQUIRE(got.size() == 2);
  CHECK(got[0].kind == message_kind::test);
  CHECK(got[1].kind == message_kind::resolved);
  CHECK(got[0].subject == got[1].subject);
  CHECK(got[0].subject.starts_with("test 20"));
  CHECK(got[0].id != got[1].id);
  // One that was not taken opened nothing.
  at.sink().answers.push_back(answer_of(500, ""));
  CHECK(!at.test().delivered);
  CHECK(got.size() == 3);
}

TEST_CASE("a test goes between two messages", "[actors][courier]") {
  courier_stage at;
  at.start();
  at.sink().meanwhile = [&] {
    caf::anon_send(at.subject(), test_sink{"slack"});
  };
  at.put({1, 2, 3});
  REQUIRE(at.sent().size() == 4);
  const auto& got = at.sink().got;
  const auto test = std::find_if(got.begin(), got.end(), [](const auto& each) {
    return each.kind == domain::message_kind::test;
  });
  CHECK(test < got.end() - 1);
  CHECK(test->id.find("msg_test") == 0);
}

TEST_CASE("what was sent is not sent again while that cannot be noted",
          "[actors][courier]") {
  const integration::temporary_folder root;
  courier_stage at{root.path()};
  at.start();
  storage::change_file(root.path(),
                       "CREATE TRIGGER refuse BEFORE UPDATE ON deliveries"
                       " BEGIN SELECT RAISE(ABORT, 'no more'); END");
  at.put({1, 2});
  at.put({3});
  at.pass(1min);
  CHECK(at.sent() == numbers{1});
  storage::change_file(root.path(), "DROP TRIGGER refuse");
  at.pass(5s);
  CHECK(at.sent() == numbers{1, 2, 3});
  CHECK(at.counts().delivered == 3);
}

TEST_CASE("a messenger that throws has failed, and does not tell why",
          "[actors][courier]") {
  courier_stage at;
  at.start();
  at.sink().meanwhile = [] {
    throw std::runtime_error{"https://secret"};
  };
  at.put({1});
  CHECK(at.board().problem != "");
  CHECK(at.board().problem.find("secret") == std::string::npos);
  at.pass(5s);
  CHECK(at.counts().delivered == 1);
}

} // namespace bellwether::actors::test
