#include "storage/sample.hpp"

#include <catch2/catch.hpp>

namespace bellwether::storage {

using namespace std::chrono_literals;
using Catch::Contains;

TEST_CASE("what was written is read again", "[storage][memory]") {
  const auto before = sample_memory();
  const auto text = write_memory(before, sample_moment());
  const auto after = read_memory(text, sample_moment(), hour_old);
  CHECK(after.problem.empty());
  CHECK(after.what == before);
}

TEST_CASE("a file says its version and in UTC when it was written",
          "[storage][memory]") {
  const auto root = sample_json();
  CHECK(root["version"] == 1);
  CHECK(root["written"] == "2026-11-22T12:00:00.250Z");
  const auto& first = root["providers"]["first"];
  CHECK(first["state"] == "open");
  CHECK(first["held_until"] == "2026-11-22T12:00:42.373Z");
  CHECK(first["models"]["gpt-4o"]["first_token_ms"]
        == nlohmann::json{120, 95, 1'031});
}

TEST_CASE("a hold ends at the same time of day after a restart of the machine",
          "[storage][memory]") {
  const auto text = write_memory(sample_memory(), sample_moment());
  moment restarted = sample_moment(30s);
  restarted.steady = domain::time_point{5s};
  const auto after = read_memory(text, restarted, hour_old).what;
  const auto& health = after.providers.at("first").health;
  CHECK(health.held_until == restarted.steady + 12'123ms);
  CHECK(health.since == restarted.steady - 120s);
}

TEST_CASE("no hold is still none after a restart of the machine",
          "[storage][memory]") {
  const auto text = write_memory(sample_memory(), sample_moment());
  moment restarted = sample_moment(30s);
  restarted.steady = domain::time_point{5s};
  const auto after = read_memory(text, restarted, hour_old).what;
  CHECK(after.providers.at("second").health.held_until == domain::time_point{});
}

TEST_CASE("what is finer than a millisecond is dropped", "[storage][memory]") {
  memory before = sample_memory();
  auto& health = before.providers["first"].health;
  const auto whole = health.held_until;
  health.held_until += 999'999ns;
  before.providers["first"].models["gpt-4o"].answers = {2ms + 1ns};
  auto now = sample_moment();
  now.wall += 400us;
  const auto after = read_memory(write_memory(before, now), now, hour_old).what;
  const auto& first = after.providers.at("first");
  CHECK(first.health.held_until == whole);
  CHECK(first.models.at("gpt-4o").answers == std::vector{2'000'000ns});
}

TEST_CASE("no text is no memory and no problem", "[storage][memory]") {
  const auto nothing = read_memory("", sample_moment(), hour_old);
  CHECK(nothing.problem.empty());
  CHECK(nothing.what == memory{});
}

TEST_CASE("of a memory that is too old the hours alone are used",
          "[storage][memory]") {
  const auto root = sample_json();
  CHECK(read_json(root, 1h).what == sample_memory());
  const auto old = read_json(root, 1h + 1ms);
  CHECK(old.what.providers.empty());
  CHECK(old.what.hours == sample_memory().hours);
  CHECK(old.what.provider_order == sample_memory().provider_order);
  CHECK_THAT(old.problem, Contains("too old")
                              && Contains("2026-11-22T12:00:00.250Z")
                              && Contains("only its hours"));
}

TEST_CASE("of a memory of the future the hours alone are used",
          "[storage][memory]") {
  auto root = sample_json();
  root["hours"].erase(1);
  CHECK(read_json(root, -5min).problem.empty());
  const auto early = read_json(root, -5min - 1ms);
  CHECK(early.what.providers.empty());
  CHECK(early.what.hours.size() == 1);
  CHECK_THAT(early.problem, Contains("future"));
}

TEST_CASE("hours of the future are left out", "[storage][memory]") {
  const auto early = read_json(sample_json(), -2h);
  REQUIRE(early.what.hours.size() == 1);
  CHECK(early.what.hours[0] == sample_memory().hours[0]);
}

TEST_CASE("another version is refused", "[storage][memory]") {
  auto root = sample_json();
  root["version"] = GENERATE(nlohmann::json(2), nlohmann::json(0),
                             nlohmann::json("1"), nlohmann::json());
  const auto other = read_json(root);
  CHECK(other.what == memory{});
  CHECK_THAT(other.problem, Contains("version"));
}

TEST_CASE("members that are not known are ignored", "[storage][memory]") {
  auto root = sample_json();
  root["new"] = {1, 2};
  root["providers"]["first"]["new"] = "x";
  root["hours"][0]["new"] = true;
  const auto read = read_json(root);
  CHECK(read.problem.empty());
  CHECK(read.what == sample_memory());
}

TEST_CASE("a cause that is no UTF-8 does not keep a memory from being written",
          "[storage][memory]") {
  memory before = sample_memory();
  before.providers["first"].health.cause = "bad \xff byte";
  const auto text = write_memory(before, sample_moment());
  const auto after = read_memory(text, sample_moment(), hour_old);
  CHECK(after.problem.empty());
  CHECK(after.what.providers.at("first").health.cause
        == "bad \xef\xbf\xbd byte");
}

} // namespace bellwether::storage
