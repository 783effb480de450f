#include "load/run.hpp"
#include "simulator/running_simulator.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace bellwether::simulator::test;
namespace load = bellwether::load;
using nlohmann::json;

namespace {

struct pages {
  std::set<std::uint64_t> numbers;
  std::size_t entries = 0;
  std::size_t count = 0;
  std::size_t cut = 0;
  std::size_t wrong = 0; ///< bills that cannot be
};

/// Whether a bill adds up, when every answer has `tokens` tokens and those that
/// are cut end after `after` of them.
bool adds_up(const json& entry, int tokens, int after) {
  const auto& bill = entry["bill"];
  const bool cut = bill["why"] == "cut";
  const bool stream = entry["stream"];
  return bill["billed"] == true && bill["prompt_tokens"] > 0
         && bill["prompt_bytes"] > 0
         && bill["completion_tokens"] == (cut && stream ? after : tokens)
         && (bill["text_bytes"] > 0) == (!cut || stream)
         && cut == (entry["fault"] == "cut");
}

pages read_all(const running_simulator& sim, std::size_t limit) {
  pages out;
  std::uint64_t last = 0;
  for (bool more = true; more; ++out.count) {
    const auto page = sim.admin("GET", "/journal?after=" + std::to_string(last)
                                           + "&limit=" + std::to_string(limit))
                          .json();
    more = page["more"];
    for (const auto& entry : page["requests"]) {
      last = entry["seq"];
      out.numbers.insert(last);
      ++out.entries;
      out.cut += entry["bill"]["why"] == "cut" ? 1 : 0;
      out.wrong += adds_up(entry, 10, 4) ? 0 : 1;
    }
  }
  return out;
}

} // namespace

TEST_CASE("ten thousand requests of 250 connections are billed one by one",
          "[simulator][journal][bill]") {
  constexpr std::size_t all = 10'000;
  const running_simulator sim;
  sim.behave({{"tokens", 10},
              {"error_rate", 0.1},
              {"fault", {{"kind", "cut"}, {"after", 4}}}});
  load::options o;
  o.url = "http://127.0.0.1:" + std::to_string(sim.port());
  o.duration = std::chrono::seconds{60};
  o.timeout = std::chrono::seconds{30};
  o.connections = 250;
  o.count = all;
  o.stream_share = 0.5;
  const auto r = load::make_load(o);
  const auto found = read_all(sim, 3'000);
  CHECK(found.entries == found.numbers.size());
  CHECK(
      found.entries
      == sim.admin("GET", "/stats").json()["providers"]["openai"]["requests"]);
  CHECK(found.entries >= all);
  CHECK(found.count == (found.entries + 2'999) / 3'000);
  CHECK(found.wrong == 0);
  CHECK(found.entries - found.cut == r.results.succeeded);
  CHECK(found.cut > all / 20);
}

TEST_CASE("the journal is read in pages, each after the one before",
          "[simulator][journal]") {
  const running_simulator sim;
  for (const auto* provider : {"openai", "google", "openai"}) {
    sim.chat(chat_body(), provider);
  }
  const auto page = [&](const std::string& query) {
    auto got = sim.admin("GET", "/journal?" + query).json();
    std::string numbers;
    for (const auto& entry : got["requests"]) {
      numbers += std::to_string(entry["seq"].get<int>());
    }
    return numbers + (got["more"] == true ? "+" : "");
  };
  CHECK(page("after=0&limit=2") == "12+");
  CHECK(page("after=2&limit=2") == "3");
  CHECK(page("after=0&limit=3") == "123");
  CHECK(page("after=3") == "");
  CHECK(page("after=0&provider=openai&limit=1") == "1+");
  CHECK(page("limit=2") == "23"); // without it the newest
  CHECK(sim.admin("GET", "/journal").json()["forgotten"] == 0);
}

TEST_CASE("a page of the journal is bounded", "[simulator][journal]") {
  const running_simulator sim;
  const auto* query = GENERATE("limit=10001", "limit=-1", "limit=x",
                               "after=", "after=1x", "before=1");
  const auto got = sim.admin("GET", std::string{"/journal?"} + query);
  CHECK(got.status == 400);
  CHECK(std::string{query}.starts_with(
      got.json()["error"]["field"].get<std::string>() + "="));
  CHECK(sim.admin("GET", "/journal?limit=10000").status == 200);
}

TEST_CASE("the journal says how many requests it no longer has",
          "[simulator][journal]") {
  const running_simulator sim;
  const json messages{
      {{"role", "user"}, {"content", std::string(70'000, 'x')}}};
  const auto body = chat_request(chat_body({{"messages", messages}}));
  constexpr int room = 1024; // bodies of 64 KiB
  wire w{sim.port()};
  for (int i = 0; i < room + 3; ++i) {
    w.send(body);
    w.read();
  }
  const auto got = sim.admin("GET", "/journal?limit=1").json();
  CHECK(got["forgotten"] == 3);
  CHECK(got["total"] == room);
  sim.admin("DELETE", "/journal");
  CHECK(sim.admin("GET", "/journal?limit=1").json()["forgotten"] == 0);
}
