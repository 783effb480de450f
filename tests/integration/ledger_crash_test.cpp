// What the ledger knows after kill -9. BELLWETHER_LONG=1 kills a thousand
// times.
#include "integration/harness/books.hpp"
#include "integration/harness/eventually.hpp"
#include "integration/harness/stage.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <random>
#include <stop_token>
#include <thread>

namespace bellwether::integration {

namespace {

int rounds() {
  return std::getenv("BELLWETHER_LONG") != nullptr ? 1000 : 25;
}

/// An answer that its caller had to its last byte.
struct received {
  std::string id;
  std::string cost;
};

/// Asks one thing after the other on a connection, every second one as a
/// stream, until the daemon is gone.
std::vector<received> ask_on(std::uint16_t port, const std::string& name) {
  std::vector<received> out;
  try {
    raw_client client{port};
    for (int i = 0;; ++i) {
      const bool stream = i % 2 == 1;
      auto body = chat_body("pair", {{"metadata", {{"caller", name}}}});
      body["stream"] = stream;
      const auto id = name + "-" + std::to_string(i);
      client.send(request_text("POST", "/v1/chat/completions", body.dump(),
                               {{"TE", "trailers"}, {"x-request-id", id}}));
      const auto got = client.read();
      if (!got.whole || (stream && !got.done()))
        return out;
      if (got.status != 200)
        continue;
      out.push_back({id, stream ? got.trailer("x-bellwether-cost-usd")
                                : got.header("x-bellwether-cost-usd")});
    }
  } catch (const std::exception&) {
    return out; // it could not connect any more
  }
}

/// Callers under way, until the daemon dies under them.
class callers {
public:
  callers(std::uint16_t port, const std::string& round) {
    constexpr std::size_t count = 8;
    got_.resize(count);
    for (std::size_t i = 0; i < count; ++i)
      threads_.emplace_back(
          [this, port, i, name = round + "-" + std::to_string(i)] {
            got_[i] = ask_on(port, name);
          });
  }

  std::vector<received> all() {
    threads_.clear();
    std::vector<received> out;
    for (const auto& part : got_)
      out.insert(out.end(), part.begin(), part.end());
    return out;
  }

private:
  std::vector<std::vector<received>> got_;
  std::vector<std::jthread> threads_;
};

struct crash_report {
  std::size_t answers = 0;
  std::size_t missing = 0;
  std::size_t wrong_costs = 0;
  std::size_t interrupted = 0;
  double slowest_restart_ms = 0;
};

void compare(const std::vector<received>& answers,
             const std::vector<json>& rows, crash_report& out) {
  std::map<std::string, const json*> by_id;
  for (const auto& row : rows) {
    if (row["outcome"] == "answered")
      by_id[row["request_id"]] = &row;
    out.interrupted += row["outcome"] == "interrupted" ? 1 : 0;
  }
  for (const auto& each : answers) {
    const auto found = by_id.find(each.id);
    if (found == by_id.end())
      ++out.missing;
    else if (exact_cost(*found->second) != each.cost)
      ++out.wrong_costs;
  }
  out.answers += answers.size();
}

} // namespace

TEST_CASE("an answer that was received in full is in the ledger over kill -9",
          "[integration][ledger]") {
  stage at{{{"state_dir", "state"}}};
  std::mt19937 random{20261122};
  crash_report seen;
  for (int i = 0; i < rounds(); ++i) {
    const auto round = "round" + std::to_string(i);
    callers asking{at.daemon.port(), round};
    std::this_thread::sleep_for(std::chrono::milliseconds{5 + random() % 150});
    at.daemon.kill();
    const auto answers = asking.all();
    const stopwatch since;
    at.daemon.restart();
    seen.slowest_restart_ms =
        std::max(seen.slowest_restart_ms, since.milliseconds());
    compare(answers, entries_of(at.daemon, round), seen);
  }
  WARN(seen.answers << " answers in " << rounds() << " crashes, "
                    << seen.interrupted << " attempts interrupted, restart at "
                    << "most " << seen.slowest_restart_ms << " ms");
  CHECK(seen.answers > static_cast<std::size_t>(rounds()));
  CHECK(seen.missing == 0);
  CHECK(seen.wrong_costs == 0);
  // At random moments something was always under way.
  CHECK(seen.interrupted > 0);
  const auto verified =
      run({BELLWETHER_BINARY, "ledger", "verify", "--state-dir",
           (at.daemon.folder() / "state").string()});
  CAPTURE(verified.out, verified.err);
  CHECK(verified.code == 0);
}

} // namespace bellwether::integration
