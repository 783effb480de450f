// Every way to fail, at one, two, three and all four providers.
#include "integration/harness/eventually.hpp"
#include "integration/harness/native.hpp"
#include "integration/harness/together.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>

namespace bellwether::integration {

namespace {

/// Stands for the simulator's own address with https before it.
constexpr const char* without_tls = "https://no-tls.invalid";

/// A way in which a provider fails.
struct trouble {
  json behavior = json::object(); ///< of the simulated provider
  std::string base_url = {};      ///< where it is not, instead
  int status = 503;               ///< for callers when it is so everywhere
};

trouble by(json fault, int status = 503) {
  return {.behavior = {{"fault", std::move(fault)}}, .status = status};
}

json status(int code) {
  return {{"kind", "status"}, {"status", code}};
}

const std::vector<std::string>& providers() {
  return simulator::providers();
}

json matrix_configuration(const simulator& sim, const json& changes) {
  auto out = native_configuration(sim, changes);
  const auto plain = native_configuration(sim);
  for (const auto& name : providers())
    if (auto& url = out["providers"][name]["base_url"]; url == without_tls) {
      const std::string usual = plain["providers"][name]["base_url"];
      url = "https" + usual.substr(usual.find(':'));
    }
  return out;
}

/// The first `gone` of four providers fail like this.
struct cell : stage {
  cell(const trouble& how, std::size_t gone, const json& more = json::object())
      : stage{changes(how, gone, more), {}, matrix_configuration} {
    for (std::size_t i = 0; i < gone; ++i)
      sim.behave(providers()[i], how.behavior);
  }

  static json changes(const trouble& how, std::size_t gone, const json& more) {
    json out;
    for (std::size_t i = 0; i < providers().size(); ++i) {
      auto& provider = out["providers"][providers()[i]];
      provider = {
          {"timeouts",
           {{"connect_ms", 500}, {"first_byte_ms", 500}, {"idle_ms", 500}}},
          {"stream", {{"first_token_ms", 500}}}};
      if (i < gone && !how.base_url.empty())
        provider["base_url"] = how.base_url;
    }
    out.merge_patch(more);
    return out;
  }

  /// Every other call is a stream.
  answer call(std::size_t i) const {
    return i % 2 == 0 ? chat("auto") : stream("auto");
  }
};

bool good(const answer& got, bool stream) {
  return got.status == 200 && got.whole
         && (stream ? got.done() && !got.content().empty()
                    : got.json().contains("choices"));
}

void check_saved(const trouble& how, std::size_t gone) {
  constexpr std::size_t calls = 24;
  constexpr std::size_t at_once = 6;
  CAPTURE(gone);
  const cell at{how, gone};
  const auto answers =
      together(calls, at_once, [&](std::size_t i) { return at.call(i); });
  for (std::size_t i = 0; i < calls; ++i) {
    CAPTURE(i, answers[i].status, answers[i].body);
    CHECK(good(answers[i], i % 2 == 1));
  }
}

/// Whether nothing is left for the calls of this test.
bool everybody_is_held_out(const stage& at) {
  const auto report = at.daemon.health();
  return std::ranges::all_of(report["providers"], [](const json& provider) {
    return provider["state"] != "closed"
           || provider["models"][0]["state"] != "closed";
  });
}

void check_refused_at_once(const trouble& how) {
  constexpr std::size_t calls = 60;
  constexpr double soon_ms = 50;
  const cell at{how, providers().size()};
  REQUIRE(eventually(
      [&] {
        together(6, 6, [&](std::size_t i) { return at.call(i); });
        return everybody_is_held_out(at);
      },
      std::chrono::seconds{30}));
  std::vector<double> times;
  for (std::size_t i = 0; i < calls; ++i) {
    const stopwatch since;
    const auto got = at.call(i);
    times.push_back(since.milliseconds());
    CAPTURE(i, got.body);
    CHECK(got.status == how.status);
    CHECK(got.has("retry-after"));
    CHECK(got.header("retry-after") != "0");
  }
  std::ranges::sort(times);
  // The machine may be slow now and then; the daemon may not.
  CAPTURE(times);
  CHECK(times[calls / 2] <= soon_ms);
  CHECK(times[calls * 95 / 100] <= soon_ms);
}

void check(const trouble& how) {
  for (const std::size_t gone : {1U, 2U, 3U})
    check_saved(how, gone);
  check_refused_at_once(how);
}

} // namespace

TEST_CASE("providers that refuse are not noticed", "[integration][matrix]") {
  check(by("refuse"));
}

TEST_CASE("providers that reset are not noticed", "[integration][matrix]") {
  check(by("reset"));
}

TEST_CASE("providers that hang before the head are not noticed",
          "[integration][matrix]") {
  check(by("hang_before_headers"));
}

TEST_CASE("providers that hang within the body are not noticed",
          "[integration][matrix]") {
  check(by("hang_after_headers"));
}

TEST_CASE("providers that trickle are not noticed", "[integration][matrix]") {
  check(by({{"kind", "trickle"}, {"interval_ms", 40}}));
}

TEST_CASE("providers whose heads trickle are not noticed",
          "[integration][matrix]") {
  check(by({{"kind", "slow_headers"}, {"interval_ms", 40}}));
}

TEST_CASE("providers with server errors are not noticed",
          "[integration][matrix]") {
  const int code = GENERATE(500, 503, 529);
  CAPTURE(code);
  check(by(status(code)));
}

TEST_CASE("providers that limit the rate and say how long are not noticed",
          "[integration][matrix]") {
  check(by({{"kind", "rate_limit"}, {"retry_after", 30}}, 429));
}

TEST_CASE("providers that limit the rate and say no more are not noticed",
          "[integration][matrix]") {
  check(by("rate_limit", 429));
}

TEST_CASE("providers whose quota is gone are not noticed",
          "[integration][matrix]") {
  check(by("quota"));
}

TEST_CASE("providers that refuse our key are not noticed",
          "[integration][matrix]") {
  check(by(status(401)));
}

TEST_CASE("providers that send garbage are not noticed",
          "[integration][matrix]") {
  check(by("garbage"));
}

TEST_CASE("providers that send a web page are not noticed",
          "[integration][matrix]") {
  check(by("html"));
}

TEST_CASE("providers that cut their answers are not noticed",
          "[integration][matrix]") {
  const auto* mode = GENERATE("eof", "reset");
  CAPTURE(mode);
  check(by({{"kind", "cut"}, {"after", 0}, {"mode", mode}}));
}

TEST_CASE("providers that cannot do TLS are not noticed",
          "[integration][matrix]") {
  check({.base_url = without_tls});
}

TEST_CASE("providers that have no address are not noticed",
          "[integration][matrix]") {
  check({.base_url = "https://no-such-host.invalid/v1"});
}

TEST_CASE("providers that flap are not noticed", "[integration][matrix]") {
  const bool real = std::getenv("BELLWETHER_LONG") != nullptr;
  const int turn = real ? 5000 : 500;
  const std::chrono::milliseconds length{6 * turn};
  const auto how = by({{"kind", "flap"},
                       {"up_ms", turn},
                       {"down_ms", turn},
                       {"fault", GENERATE(json("refuse"), status(503))}});
  const json quick{
      {"health", {{"min_hold_ms", turn / 10}, {"max_hold_ms", turn}}}};
  for (const std::size_t gone : {1U, 3U}) {
    CAPTURE(gone, how.behavior);
    const cell at{how, gone, quick};
    const stopwatch since;
    const auto lost = together(4, 4, [&](std::size_t) {
      std::vector<std::string> out;
      for (std::size_t i = 0;
           since.milliseconds() < static_cast<double>(length.count()); ++i)
        if (const auto got = at.call(i); !good(got, i % 2 == 1))
          out.push_back(std::to_string(got.status) + got.body);
      return out;
    });
    for (const auto& each : lost)
      CHECK(each == std::vector<std::string>{});
    // It was really asked, and really failed.
    CHECK(at.daemon.health("openai")["failures"] > 0);
    CHECK(at.daemon.health("openai")["attempts"]
          > at.daemon.health("openai")["failures"]);
  }
}

} // namespace bellwether::integration
