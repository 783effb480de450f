// The ledger against what the simulated providers say that they did.
// BELLWETHER_LONG=1 asks ten thousand times.
#include "integration/harness/books.hpp"
#include "integration/harness/eventually.hpp"
#include "integration/harness/stage.hpp"
#include "integration/harness/together.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cstdlib>
#include <map>
#include <set>

namespace bellwether::integration {

namespace {

constexpr std::size_t at_once = 16;

/// Of all requests, how many each part of the load has.
std::size_t share(std::size_t percent) {
  const bool many = std::getenv("BELLWETHER_LONG") != nullptr;
  return (many ? 10'000 : 2'000) * percent / 100;
}

/// Dollars per million tokens, flat, as the stage's configuration has them.
const std::map<std::string, std::int64_t>& nanos_per_million() {
  static const std::map<std::string, std::int64_t> prices{
      {"openai", 8'000'000'000},
      {"anthropic", 15'000'000'000},
      {"google", 2'500'000'000},
      {"deepseek", 420'000'000}};
  return prices;
}

std::int64_t tokens_in(const json& bytes) {
  return (bytes.get<std::int64_t>() + 3) / 4;
}

/// What a request costs by the rules that the documentation states, from the
/// provider's own record of it.
std::int64_t charge(const json& request) {
  const auto& bill = request.at("bill");
  if (!bill.at("billed").get<bool>())
    return 0;
  std::int64_t tokens = 0;
  if (bill.at("why") == "answer" && bill.at("usage_sent") == "whole")
    tokens = bill.at("prompt_tokens").get<std::int64_t>()
             + bill.at("completion_tokens").get<std::int64_t>();
  else
    tokens =
        tokens_in(bill.at("prompt_bytes")) + tokens_in(bill.at("text_bytes"));
  const auto price = nanos_per_million().at(request.at("provider"));
  return (tokens * price + 500'000) / 1'000'000;
}

struct sums {
  std::int64_t cost = 0;
  std::size_t attempts = 0;

  bool operator==(const sums&) const = default;
};

using by_provider = std::map<std::string, sums>;

by_provider billed(const simulator& sim) {
  by_provider out;
  for (const auto& provider : simulator::providers())
    for (const auto& request : sim.journal(provider)) {
      out[provider].cost += charge(request);
      ++out[provider].attempts;
    }
  return out;
}

by_provider booked(const daemon_under_test& at) {
  by_provider out;
  for (const auto& row : entries_of(at)) {
    auto& to = out[row.at("provider")];
    to.cost += nanos(exact_cost(row));
    ++to.attempts;
  }
  return out;
}

std::set<std::string> outcomes(const daemon_under_test& at) {
  std::set<std::string> out;
  for (const auto& row : entries_of(at))
    out.insert(row.at("outcome"));
  return out;
}

json bill_configuration() {
  const auto listed = [](json candidates) {
    return json{{"strategy", "listed"}, {"candidates", std::move(candidates)}};
  };
  auto hedged = listed({"gpt-4.1", "claude-sonnet-4.5"});
  hedged["hedge"] = {{"extra_spend_percent", 100}, {"min_wait_ms", 100}};
  return {{"routes",
           {{"cheap", listed({"deepseek-v3.2", "gemini-2.5-flash"})},
            {"flash", listed({"gemini-2.5-flash"})},
            {"hedged", hedged}}}};
}

/// Prompts of all lengths.
json question(std::size_t i) {
  return {
      {"max_tokens", 40},
      {"messages", json::array({{{"role", "user"},
                                 {"content", std::string(1 + i % 97, 'x')}}})}};
}

void ask_all(const stage& at, const std::string& route, std::size_t count) {
  together(count, at_once, [&](std::size_t i) {
    return (i % 2 == 0 ? at.chat(route, question(i))
                       : at.stream(route, question(i)))
        .status;
  });
}

/// Callers that leave when the first word has come. No second one comes: what
/// was sent is what was seen.
void leave_all(const stage& at, const std::string& route, std::size_t count) {
  at.sim.behave("google", {{"tokens", 30}, {"chunk_interval_ms", 60'000}});
  together(count, at_once, [&](std::size_t i) {
    raw_client client{at.daemon.port()};
    client.send(stream_request(route, question(i)));
    return client.read_until("content\":\"");
  });
}

} // namespace

TEST_CASE(
    "the ledger is what the providers' own records come to, to the "
    "nano-dollar",
    "[integration][ledger]") {
  const stage at{bill_configuration()};
  // Whole answers, and providers that fail before they have one.
  at.sim.behave("openai", {{"fault", {{"kind", "status"}, {"status", 500}}},
                           {"error_rate", 0.2}});
  at.sim.behave("deepseek", {{"fault", "drop_usage"}, {"error_rate", 0.3}});
  ask_all(at, "pair", share(40));
  ask_all(at, "cheap", share(20));
  // Streams that break within the answer.
  at.sim.behave("google", {{"fault", {{"kind", "cut"}, {"after", 3}}},
                           {"error_rate", 0.3}});
  together(share(20), at_once, [&](std::size_t i) {
    return at.stream("flash", question(i)).whole;
  });
  leave_all(at, "flash", share(5));
  // The first candidate is known to be quick, and then is late. With one more
  // sample a busy machine could hedge already, and an answer that was sent be
  // lost unread.
  at.sim.behave(json::object());
  for (std::size_t i = 0; i < 20; ++i) {
    at.chat("hedged", question(i));
    at.stream("hedged", question(i));
  }
  at.sim.behave("openai", {{"latency_ms", 5000}});
  ask_all(at, "hedged", share(15));

  REQUIRE(eventually([&] {
    const auto ledger = get(at.daemon.control_port(), "/ledger").json();
    return ledger["pending"] == 0 && ledger["open_reservations"] == 0;
  }));
  const auto seen = outcomes(at.daemon);
  for (const auto* needed :
       {"answered", "failed", "broken", "cancelled", "lost"})
    CHECK(seen.contains(needed));
  eventually([&] { return billed(at.sim) == booked(at.daemon); });
  auto expected = billed(at.sim);
  auto found = booked(at.daemon);
  for (const auto& provider : simulator::providers()) {
    CAPTURE(provider);
    CHECK(found[provider].attempts == expected[provider].attempts);
    CHECK(found[provider].cost == expected[provider].cost);
  }
}

} // namespace bellwether::integration
