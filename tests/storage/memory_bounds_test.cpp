#include "storage/sample.hpp"

#include <catch2/catch.hpp>

namespace bellwether::storage {

using namespace std::chrono_literals;
using Catch::Contains;

namespace {

read_result round_trip(const memory& what) {
  return read_memory(write_memory(what, sample_moment()), sample_moment(),
                     hour_old);
}

} // namespace

TEST_CASE("a thousand providers are read and no more", "[storage][memory]") {
  memory what;
  for (int i = 0; i < 1'000; ++i)
    what.providers[std::to_string(i)] = {};
  CHECK(round_trip(what).problem.empty());
  what.providers["one more"] = {};
  what.providers["two more"] = {};
  const auto read = round_trip(what);
  CHECK(read.what.providers.size() == 1'000);
  CHECK_THAT(read.problem, Contains("too many: 2"));
}

TEST_CASE("ten thousand models of all providers are read and no more",
          "[storage][memory]") {
  memory what;
  for (int i = 0; i < 10'000; ++i)
    what.providers[std::to_string(i % 2)].models[std::to_string(i)] = {};
  CHECK(round_trip(what).problem.empty());
  what.providers["0"].models["one more"] = {};
  const auto read = round_trip(what).what.providers;
  CHECK(read.at("0").models.size() + read.at("1").models.size() == 10'000);
}

TEST_CASE("256 latencies of a kind are read and no more", "[storage][memory]") {
  memory what;
  auto& model = what.providers["first"].models["gpt-4o"];
  model.answers.assign(256, 7ms);
  CHECK(round_trip(what).what == what);
  model.answers.assign(257, 7ms);
  const auto read = round_trip(what);
  CHECK(read.what.providers.at("first").models.at("gpt-4o").answers.empty());
  CHECK_THAT(read.problem, Contains("too many: 1"));
}

TEST_CASE("the newest 721 hours are read and no more", "[storage][memory]") {
  memory what;
  const auto newest = sample_memory().hours.back().hour;
  for (int i = 720; i >= 0; --i)
    what.hours.push_back({newest - i, {}});
  CHECK(round_trip(what).what == what);
  auto more = what;
  more.hours.insert(more.hours.begin(), {newest - 721, {}});
  const auto read = round_trip(more);
  CHECK(read.what == what);
  CHECK_THAT(read.problem, Contains("too many: 1"));
}

} // namespace bellwether::storage
