#include "simulator/running_simulator.hpp"

#include <boost/asio/error.hpp>
#include <catch2/catch.hpp>

#include <chrono>

using namespace bellwether::simulator::test;
using nlohmann::json;

namespace {

const json streaming{{"stream", true}};

json faulty(const json& fault, const json& more = json::object()) {
  json b{{"fault", fault}, {"tokens", 6}};
  b.update(more);
  return b;
}

} // namespace

TEST_CASE(
    "refuse turns connects away and drops open connections, and the port "
    "comes back",
    "[simulator][faults]") {
  const running_simulator sim;
  const auto port = sim.port();
  wire open{port};
  open.send(chat_request(chat_body()));
  REQUIRE(open.read().status == 200);
  sim.behave(faulty("refuse"));
  CHECK(open.closed_by_peer());
  CHECK_THROWS_AS(wire{port}, boost::system::system_error);
  CHECK(sim.chat(chat_body(), "google").status == 200);
  sim.behave(json::object());
  CHECK(sim.port() == port);
  CHECK(sim.chat(chat_body()).status == 200);
}

TEST_CASE("refuse ends answers that are under way", "[simulator][faults]") {
  const running_simulator sim;
  sim.behave({{"tokens", 100}, {"chunk_interval_ms", 1000}});
  wire w{sim.port()};
  w.send(chat_request(chat_body(streaming)));
  REQUIRE(w.read_until("Simulated"));
  sim.behave(faulty("refuse"));
  CHECK(w.closed_by_peer());
  CHECK(sim.last_journalled()["outcome"] == "broken_off");
}

TEST_CASE("reset answers with a RST", "[simulator][faults]") {
  const running_simulator sim;
  sim.behave(faulty("reset"));
  const auto a = sim.chat(chat_body());
  CHECK(a.raw.empty());
  CHECK(a.end == boost::asio::error::connection_reset);
}

TEST_CASE("a status fault brings the vendor's own error, or the given one",
          "[simulator][faults]") {
  const running_simulator sim;
  sim.behave(faulty({{"kind", "status"}, {"status", 529}}), "anthropic");
  const auto own = sim.chat(chat_body(), "anthropic");
  CHECK(own.status == 529);
  CHECK(own.json()["error"]["type"] == "overloaded_error");
  sim.behave(faulty({{"kind", "status"},
                     {"status", 418},
                     {"body", "short and stout"},
                     {"headers", {{"x-pot", "tea"}}}}));
  const auto given = sim.chat(chat_body());
  CHECK(given.status == 418);
  CHECK(given.body == "short and stout");
  CHECK(given.has_header("x-pot: tea"));
}

TEST_CASE("each vendor says in its own way when to come back",
          "[simulator][faults]") {
  const running_simulator sim;
  const auto limited = [&](std::string_view vendor) {
    sim.behave(faulty({{"kind", "rate_limit"}, {"retry_after", 7}}), vendor);
    auto a = sim.chat(chat_body(), vendor);
    CHECK(a.status == 429);
    return a;
  };
  const auto openai = limited("openai");
  CHECK(openai.has_header("retry-after: 7"));
  CHECK(openai.has_header("x-ratelimit-remaining-requests: 0"));
  CHECK_FALSE(openai.has_header("x-ratelimit-remaining-requests: 9999"));
  const auto anthropic = limited("anthropic");
  CHECK(anthropic.has_header("retry-after: 7"));
  CHECK(anthropic.head().find("anthropic-ratelimit-requests-reset: 20")
        != std::string::npos);
  const auto google = limited("google");
  CHECK(google.head().find("retry-after") == std::string::npos);
  CHECK(google.body.find(R"("retryDelay":"7s")") != std::string::npos);
  const auto deepseek = limited("deepseek");
  CHECK(deepseek.head().find("retry-after") == std::string::npos);
  CHECK(deepseek.head().find("ratelimit") == std::string::npos);
}

TEST_CASE("each vendor has a form for an account that has run dry",
          "[simulator][faults]") {
  const running_simulator sim;
  struct form {
    const char* vendor;
    int status;
    const char* mark;
  };
  const auto f = GENERATE(values<form>({
      {"openai", 429, "insufficient_quota"},
      {"anthropic", 429, "enforced_spend_limit_reached"},
      {"google", 429, "PerDay"},
      {"deepseek", 402, "Insufficient Balance"},
  }));
  sim.behave(faulty("quota"), f.vendor);
  const auto a = sim.chat(chat_body(), f.vendor);
  CHECK(a.status == f.status);
  CHECK(a.body.find(f.mark) != std::string::npos);
  CHECK(a.head().find("retry-after") == std::string::npos);
}

TEST_CASE("the hanging faults go silent before or after the head",
          "[simulator][faults]") {
  const running_simulator sim;
  sim.behave(faulty("hang_after_headers"));
  wire after{sim.port()};
  after.send(chat_request(chat_body(streaming)));
  CHECK(after.read_until("\r\n\r\n"));
  sim.behave(faulty("hang_before_headers"));
  wire before{sim.port()};
  before.send(chat_request(chat_body(streaming)));
  const auto entry = sim.admin("GET", "/journal?limit=1").json();
  CHECK(entry["requests"][0]["outcome"] == "running");
  after.close();
  before.close();
}

TEST_CASE("a cut stream ends after so many content chunks",
          "[simulator][faults]") {
  const running_simulator sim;
  const auto after = GENERATE(0U, 3U, 100U);
  sim.behave(faulty({{"kind", "cut"}, {"after", after}}));
  const auto a = sim.chat(chat_body(streaming));
  CHECK_FALSE(a.whole);
  CHECK(a.end == boost::asio::error::eof);
  CHECK(events_of(a.body).size() == 1 + std::min(after, 6U));
  CHECK(a.body.find("\"stop\"") == std::string::npos);
}

TEST_CASE("a cut plain answer loses its second half", "[simulator][faults]") {
  const running_simulator sim;
  sim.behave(faulty({{"kind", "cut"}, {"mode", "reset"}}));
  const auto a = sim.chat(chat_body());
  CHECK(a.status == 200);
  CHECK_FALSE(a.whole);
  CHECK(a.body.size() > 100);
  CHECK(a.end == boost::asio::error::connection_reset);
}

TEST_CASE("the broken answers are broken as they say", "[simulator][faults]") {
  const running_simulator sim;
  wire w{sim.port()};
  const auto ask = [&](const json& fault) {
    sim.behave(faulty(fault));
    w.send(chat_request(chat_body()));
    return w.read();
  };
  const auto html = ask("html");
  CHECK(html.has_header("content-type: text/html"));
  CHECK(html.status == 200);
  CHECK(ask("empty_200").body.empty());
  CHECK_FALSE(json::accept(ask("invalid_json_200").body));
  const auto error = ask("error_in_200");
  CHECK(error.status == 200);
  CHECK(error.json().contains("error"));
  const auto garbage = ask("garbage");
  CHECK(garbage.status == 0);
  CHECK_FALSE(garbage.raw.empty());
}

TEST_CASE(
    "an error in a stream comes after so many content chunks and leaves "
    "plain answers alone",
    "[simulator][faults]") {
  const running_simulator sim;
  const auto after = GENERATE(0U, 2U);
  sim.behave(faulty({{"kind", "error_in_stream"}, {"after", after}}));
  const auto a = sim.chat(chat_body(streaming));
  CHECK(a.whole);
  const auto events = events_of(a.body);
  REQUIRE(events.size() == 1 + after + 1);
  CHECK(json::parse(events.back()).contains("error"));
  CHECK(sim.chat(chat_body()).json().contains("choices"));
}

TEST_CASE("a slow answer takes an interval for each byte",
          "[simulator][faults]") {
  const running_simulator sim;
  const auto* kind = GENERATE("trickle", "slow_headers");
  sim.behave(faulty({{"kind", kind}, {"interval_ms", 1}}));
  const auto start = std::chrono::steady_clock::now();
  const auto a = sim.chat(chat_body());
  const auto took = std::chrono::steady_clock::now() - start;
  CHECK(a.json().contains("choices"));
  const auto slow =
      std::string_view{kind} == "trickle" ? a.body.size() : a.head().size();
  CHECK(took >= std::chrono::milliseconds{slow - 1});
}

TEST_CASE("keep-alive comments come before the answer", "[simulator][faults]") {
  const running_simulator sim;
  sim.behave(faulty(
      {{"kind", "keepalive_comments"}, {"for_ms", 20}, {"interval_ms", 5}}));
  const auto stream = sim.chat(chat_body(streaming));
  CHECK(stream.whole);
  CHECK(stream.body.starts_with(": keep-alive\n\n: keep-alive\n\n"));
  CHECK(events_of(stream.body).back() == "[DONE]");
  const auto plain = sim.chat(chat_body());
  CHECK(plain.body.starts_with("\n\n"));
  CHECK(plain.json().contains("choices"));
}

TEST_CASE("usage and [DONE] can be left out", "[simulator][faults]") {
  const running_simulator sim;
  auto asked = chat_body(streaming);
  asked["stream_options"] = {{"include_usage", true}};
  sim.behave(faulty("drop_usage"));
  CHECK(sim.chat(asked).body.find("usage") == std::string::npos);
  CHECK_FALSE(sim.chat(chat_body()).json().contains("usage"));
  sim.behave(faulty("no_done"));
  const auto a = sim.chat(asked);
  CHECK(a.whole);
  CHECK(a.body.find("[DONE]") == std::string::npos);
  CHECK(a.body.find("\"usage\":{") != std::string::npos);
}

TEST_CASE("close_after_response closes without saying so",
          "[simulator][faults]") {
  const running_simulator sim;
  sim.behave(faulty("close_after_response"));
  wire w{sim.port()};
  w.send(chat_request(chat_body()));
  const auto a = w.read();
  CHECK(a.whole);
  CHECK(a.head().find("connection: close") == std::string::npos);
  CHECK(w.closed_by_peer());
}
