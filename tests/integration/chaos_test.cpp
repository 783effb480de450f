// Random faults over all providers under load, while one is healthy at each
// moment; and what a full outage of the first choice costs.
#include "integration/harness/eventually.hpp"
#include "integration/harness/load.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <set>
#include <sstream>
#include <stop_token>
#include <thread>
#include <utility>

namespace bellwether::integration {

namespace {

using std::chrono::milliseconds;

constexpr int rate = 200;
constexpr std::size_t kept_open = 8;

bool long_run() {
  return std::getenv("BELLWETHER_LONG") != nullptr;
}

json status(int code) {
  return {{"kind", "status"}, {"status", code}};
}

const std::vector<json>& faults() {
  static const std::vector<json> all{
      "none",
      "refuse",
      "reset",
      status(500),
      status(503),
      status(529),
      status(401),
      "rate_limit",
      {{"kind", "rate_limit"}, {"retry_after", 1}},
      "quota",
      "hang_before_headers",
      "hang_after_headers",
      "garbage",
      "html",
      "empty_200",
      "invalid_json_200",
      "error_in_200",
      {{"kind", "cut"}, {"after", 0}},
      {{"kind", "cut"}, {"after", 0}, {"mode", "reset"}},
      {{"kind", "error_in_stream"}, {"after", 0}},
      {{"kind", "slow_headers"}, {"interval_ms", 20}},
      "close_after_response",
  };
  return all;
}

json chaos_configuration() {
  json out{
      {"health",
       {{"min_hold_ms", 200},
        {"max_hold_ms", 1000},
        {"rate_limit_min_hold_ms", 200},
        {"rate_limit_max_hold_ms", 1000},
        {"misconfigured_hold_ms", 500},
        {"slow_start_ms", 500},
        {"probe",
         {{"kind", "models"}, {"interval_ms", 1000}, {"timeout_ms", 500}}}}},
      {"routes",
       {{"chaos",
         {{"strategy", "listed"},
          {"candidates",
           {"gpt-4.1", "claude-sonnet-4.5", "gemini-2.5-flash",
            "deepseek-v3.2"}}}}}}};
  for (const auto& name : simulator::providers())
    out["providers"][name] = {
        {"timeouts",
         {{"connect_ms", 300}, {"first_byte_ms", 300}, {"idle_ms", 300}}},
        {"limits", {{"max_idle_connections", kept_open}}}};
  return out;
}

/// Gives providers faults and takes them away, until it is stopped. At each
/// moment one is healthy, and another takes its place every five seconds; for
/// three of these both are, since the new one may still be held out.
class chaos {
public:
  chaos(const simulator& sim, unsigned seed)
      : sim_{sim}, random_{seed}, thread_{[this](const std::stop_token& stop) {
          run(stop);
        }} {}

  void stop() {
    thread_.request_stop();
    thread_.join();
  }

  std::size_t changes() const { return changes_; }

private:
  const std::string& any() {
    const auto& all = simulator::providers();
    return all[random_() % all.size()];
  }

  void run(const std::stop_token& stop) {
    using std::chrono::steady_clock;
    constexpr milliseconds turn{5000};
    constexpr milliseconds both{3000};
    constexpr milliseconds pause{300};
    auto next_turn = steady_clock::now() + turn;
    std::string healthy = any();
    std::string before = healthy;
    while (!stop.stop_requested()) {
      const auto now = steady_clock::now();
      if (now >= next_turn) {
        before = std::exchange(healthy, any());
        sim_.recover(healthy);
        next_turn = now + turn;
      }
      const bool overlap = now < next_turn - turn + both;
      if (const auto& who = any();
          who != healthy && !(overlap && who == before))
        give_fault(who);
      std::this_thread::sleep_for(pause);
    }
    for (const auto& name : simulator::providers())
      sim_.recover(name);
  }

  /// What has begun may end: a stream that has sent text cannot be saved, and
  /// refusing cuts off what runs.
  void give_fault(const std::string& who) {
    constexpr milliseconds unwinding{50};
    const auto& fault = faults()[random_() % faults().size()];
    if (fault == "refuse") {
      sim_.fail(who, status(503));
      std::this_thread::sleep_for(unwinding);
    }
    sim_.fail(who, fault);
    ++changes_;
  }

  const simulator& sim_;
  std::mt19937 random_;
  std::size_t changes_ = 0;
  std::jthread thread_;
};

/// What a leak would make larger.
struct figures {
  std::size_t files = 0;
  std::size_t memory = 0;
  std::size_t upstream_connections = 0;
  int in_flight = 0;
  int queued = 0;
};

figures figures_of(const stage& at) {
  figures out{.files = at.daemon.open_files(),
              .memory = at.daemon.resident_bytes()};
  const auto health = at.daemon.health();
  for (const auto& provider : health["providers"]) {
    out.in_flight += provider["in_flight"].get<int>();
    out.queued += provider["queued"].get<int>();
    out.upstream_connections += at.sim.open_connections(provider["name"]);
  }
  return out;
}

std::string text_of(const figures& f) {
  std::ostringstream out;
  out << f.files << " files, " << f.memory / 1024 << " KiB, "
      << f.upstream_connections << " upstream connections, " << f.in_flight
      << " in flight, " << f.queued << " queued";
  return out.str();
}

/// Milliseconds.
double p99_of(const stage& at) {
  const int seconds = long_run() ? 30 : 4;
  const auto report =
      running_load{at.daemon, "pair", rate / 2, seconds, 0.5}.report();
  CHECK(report["failed"] == 0);
  return report["latency_us"]["p99"].get<double>() / 1000;
}

/// What a full outage of the first choice adds once it is known.
void check_added_latency(const json& fault) {
  constexpr double usual_ms = 100;
  constexpr double most_added_ms = usual_ms / 20;
  const stage at{json{
      {"health",
       {{"max_hold_ms", 300'000},
        {"slow_start_ms", 30'000},
        {"probe", {{"kind", "models"}, {"timeout_ms", 500}}}}},
      {"providers", {{"openai", {{"timeouts", {{"first_byte_ms", 500}}}}}}}}};
  at.sim.behave({{"latency_ms", usual_ms}});
  const auto usual = std::min(p99_of(at), p99_of(at));
  at.sim.fail("openai", fault);
  REQUIRE(eventually([&] {
    CHECK(at.chat("pair").status == 200);
    return at.daemon.health("openai")["state"] == "open";
  }));
  // Other work on the machine only ever adds: the best of three counts.
  auto outage = p99_of(at);
  for (int again = 0; again < 2 && outage - usual >= most_added_ms; ++again)
    outage = std::min(outage, p99_of(at));
  WARN(fault.dump() << ": p99 " << usual << " ms before, " << outage
                    << " ms in the outage");
  CHECK(outage - usual < most_added_ms);
}

} // namespace

TEST_CASE("random faults under load are not noticed while one provider is well",
          "[integration][chaos]") {
  const int seconds = long_run() ? 600 : 20;
  const auto seed = long_run() ? std::random_device{}() : 4U;
  const stage at{chaos_configuration()};
  running_load{at.daemon, "chaos", rate, 2, 0.5}.report();
  const auto before = figures_of(at);
  running_load load{at.daemon, "chaos", rate, seconds, 0.5};
  chaos trouble{at.sim, seed};
  const auto report = load.report();
  trouble.stop();

  REQUIRE(eventually([&] {
    const auto now = figures_of(at);
    return now.in_flight == 0 && now.queued == 0;
  }));
  const auto after = figures_of(at);
  const auto sent = report["sent"].get<double>();
  const auto failed = report["failed"].get<double>();
  WARN("seed " << seed << ", " << trouble.changes() << " changes of faults, "
               << sent << " requests, " << failed << " failed"
               << "\nlatency " << report["latency_us"].dump() << "\nattempts "
               << report["headers"].dump() << "\nbefore: " << text_of(before)
               << "\nafter:  " << text_of(after));
  CAPTURE(report["failures"].dump(2));
  CHECK(sent >= 0.95 * rate * seconds);
  CHECK(failed <= sent * 0.0001);
  // The faults were felt, or nothing was shown.
  CHECK(report["headers"]["x-bellwether-attempts"].size() > 1);

  // Connections that are kept for the next request, at most: of four I/O
  // threads to four providers.
  constexpr std::size_t most_kept = kept_open * 4 * 4;
  CHECK(after.upstream_connections <= most_kept);
  CHECK(after.files <= before.files + most_kept);
#ifndef __SANITIZE_ADDRESS__ // it keeps freed memory: the size says nothing
  // A loss of 300 bytes a request would be 36 MB in the long run; what malloc
  // keeps of a busy moment is less.
  constexpr std::size_t slack = std::size_t{32} * 1024 * 1024;
  CHECK(after.memory <= before.memory + slack);
#endif
}

TEST_CASE(
    "a known outage by refusing adds less than a twentieth of the latency",
    "[integration][chaos]") {
  check_added_latency("refuse");
}

TEST_CASE("a known outage by hanging adds less than a twentieth of the latency",
          "[integration][chaos]") {
  check_added_latency("hang_before_headers");
}

TEST_CASE("a known outage by errors adds less than a twentieth of the latency",
          "[integration][chaos]") {
  check_added_latency(status(500));
}

} // namespace bellwether::integration
