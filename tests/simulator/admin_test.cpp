#include "simulator/running_simulator.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <thread>

using namespace bellwether::simulator::test;
using nlohmann::json;

namespace {

const std::string behavior_path = "/providers/openai/behavior";

double ms_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>{
      std::chrono::steady_clock::now() - start}
      .count();
}

} // namespace

TEST_CASE("a wrong behaviour is refused by the name of its field",
          "[simulator][admin]") {
  struct wrong {
    const char* body;
    const char* field;
  };
  const auto w = GENERATE(values<wrong>({
      {R"({"latencyms": 3})", "latencyms"},
      {R"({"latency_ms": -1})", "latency_ms"},
      {R"({"latency_ms": {"distribution": "odd"}})", "latency_ms.distribution"},
      {R"({"latency_ms": {"distribution": "uniform", "mean_ms": 1}})",
       "latency_ms.mean_ms"},
      {R"({"error_rate": 1.5})", "error_rate"},
      {R"({"tokens": 0})", "tokens"},
      {R"({"fault": "unheard_of"})", "fault"},
      {R"({"fault": {"kind": "cut", "interval_ms": 1}})", "fault.interval_ms"},
      {R"({"fault": {"kind": "status", "status": 99}})", "fault.status"},
      {R"({"fault": {"kind": "cut", "mode": "axe"}})", "fault.mode"},
      {R"({"fault": "refuse", "times": 2})", "times"},
      {R"({"fault": "flap"})", "fault.fault"},
      {R"({"fault": {"kind": "flap", "fault": "none"}})", "fault.fault"},
      {R"({"fault": {"kind": "flap", "fault": {"kind": "flap"}}})",
       "fault.fault.fault"},
      {R"({"fault": {"kind": "flap", "fault": "html", "up_ms": 0}})",
       "fault.up_ms"},
      {R"({"fault": {"kind": "flap",
                     "fault": {"kind": "status", "status": 99}}})",
       "fault.fault.status"},
      {R"({"fault": {"kind": "flap", "fault": "refuse"}, "times": 2})",
       "times"},
      {R"({"limits": 3})", "limits"},
      {R"({"limits": {"requests": 0}})", "limits.requests"},
      {R"({"limits": {"window_ms": 0}})", "limits.window_ms"},
      {R"({"limits": {"cost": 1}})", "limits.cost"},
  }));
  const running_simulator sim;
  const auto before = sim.admin("GET", behavior_path).json();
  const auto a = sim.admin("PATCH", behavior_path, w.body);
  CHECK(a.status == 400);
  CHECK(a.json()["error"]["field"] == w.field);
  CHECK(sim.admin("GET", behavior_path).json() == before);
}

TEST_CASE("PATCH adds to a behaviour, PUT replaces it and DELETE resets it",
          "[simulator][admin]") {
  const running_simulator sim;
  sim.admin("PATCH", behavior_path, R"({"tokens": 3})");
  auto b = sim.admin("PATCH", behavior_path, R"({"fault": "html"})").json();
  CHECK(b["tokens"] == 3);
  CHECK(b["fault"]["kind"] == "html");
  b = sim.admin("PUT", behavior_path, R"({"error_rate": 0.5})").json();
  CHECK(b["tokens"].is_null());
  CHECK(b["error_rate"] == 0.5);
  b = sim.admin("DELETE", behavior_path).json();
  CHECK(b["error_rate"] == 1);
}

TEST_CASE("a fault with times goes away by itself", "[simulator][admin]") {
  const running_simulator sim;
  sim.behave({{"fault", {{"kind", "status"}, {"status", 500}}}, {"times", 2}});
  CHECK(sim.chat(chat_body()).status == 500);
  CHECK(sim.chat(chat_body()).status == 500);
  CHECK(sim.chat(chat_body()).status == 200);
  CHECK(sim.admin("GET", behavior_path).json()["fault"]["kind"] == "none");
}

TEST_CASE("the error rate hits the same requests again with the same seed",
          "[simulator][admin]") {
  const auto pattern = [](const running_simulator& sim) {
    sim.behave({{"fault", {{"kind", "status"}}}, {"error_rate", 0.3}});
    std::string hits;
    wire w{sim.port()};
    for (int i = 0; i < 100; ++i) {
      w.send(chat_request(chat_body()));
      hits += w.read().status == 200 ? '.' : 'x';
    }
    return hits;
  };
  const running_simulator one{5};
  const running_simulator same{5};
  const auto hits = pattern(one);
  CHECK(hits == pattern(same));
  const auto n = std::count(hits.begin(), hits.end(), 'x');
  CHECK(n > 15);
  CHECK(n < 45);
}

TEST_CASE("latency delays an answer and tokens_per_second stretches it",
          "[simulator][admin]") {
  const running_simulator sim;
  sim.behave({{"latency_ms", 30}, {"tokens_per_second", 200}, {"tokens", 10}});
  const auto start = std::chrono::steady_clock::now();
  sim.chat(chat_body());
  CHECK(ms_since(start) >= 80);
  const auto again = std::chrono::steady_clock::now();
  sim.chat(chat_body({{"stream", true}}));
  CHECK(ms_since(again) >= 30 + 9 * 5);
}

TEST_CASE("the journal keeps what came and what was answered, and no key",
          "[simulator][journal]") {
  const running_simulator sim;
  sim.behave({{"tokens", 4}});
  wire w{sim.port()};
  w.send(chat_request(chat_body(),
                      "Authorization: Bearer sk-very-secret-key-1234\r\n"));
  w.read();
  const auto e = sim.last_journalled();
  CHECK(e["seq"] == 1);
  CHECK(e["provider"] == "openai");
  CHECK(e["method"] == "POST");
  CHECK(e["path"] == "/v1/chat/completions");
  CHECK(e["headers"]["authorization"] == "Bearer ****1234");
  CHECK(json::parse(e["body"].get<std::string>()) == chat_body());
  CHECK(e["status"] == 200);
  CHECK(e["outcome"] == "finished");
  CHECK(e["completion_tokens"] == 4);
  CHECK(e["usage"]["total_tokens"] == 7);
  CHECK(e["connection"] == 1);
  CHECK(sim.admin("GET", "/journal").body.find("secret") == std::string::npos);
}

TEST_CASE("the journal can be narrowed and cleared", "[simulator][journal]") {
  const running_simulator sim;
  sim.chat(chat_body());
  sim.chat(chat_body(), "google");
  sim.chat(chat_body(), "google");
  const auto count = [&](const std::string& query) {
    return sim.admin("GET", "/journal" + query).json()["requests"].size();
  };
  CHECK(count("") == 3);
  CHECK(count("?provider=google") == 2);
  CHECK(count("?limit=1") == 1);
  sim.admin("DELETE", "/journal?provider=google");
  CHECK(count("") == 1);
  sim.admin("DELETE", "/journal");
  CHECK(count("") == 0);
}

TEST_CASE("a long body is journalled up to 64 KiB", "[simulator][journal]") {
  const running_simulator sim;
  const std::string text(100'000, 'x');
  const json messages{{{"role", "user"}, {"content", text}}};
  CHECK(sim.chat(chat_body({{"messages", messages}})).status == 200);
  const auto e = sim.last_journalled();
  CHECK(e["body"].get<std::string>().size() == 64UL * 1024);
  CHECK(e["body_bytes"].get<std::size_t>() > text.size());
}

TEST_CASE("a client that goes away is seen at once", "[simulator][journal]") {
  const running_simulator sim;
  const auto* text =
      GENERATE(R"({"tokens": 1000, "chunk_interval_ms": 10000})",
               R"({"fault": "hang_after_headers"})", R"({"latency_ms": 60000})",
               R"({"fault": "hang_before_headers"})");
  sim.behave(json::parse(text));
  wire w{sim.port()};
  w.send(chat_request(chat_body({{"stream", true}})));
  while (sim.admin("GET", "/journal").json()["requests"].empty()) {
    std::this_thread::yield();
  }
  const auto closed = std::chrono::steady_clock::now();
  w.close();
  const auto e = sim.last_journalled();
  CHECK(ms_since(closed) < 100);
  CHECK(e["outcome"] == "client_gone");
  CHECK(e["client_gone"] == true);
  CHECK(e["closed_at_ms"].get<double>()
        == Approx(e["at_ms"].get<double>()
                  + e["client_gone_after_ms"].get<double>())
               .margin(0.01));
}

TEST_CASE("the stats count requests and connections", "[simulator][admin]") {
  const running_simulator sim;
  wire w{sim.port()};
  for (int i = 0; i < 3; ++i) {
    w.send(chat_request(chat_body()));
    w.read();
  }
  sim.chat(chat_body(), "google");
  const auto stats = sim.admin("GET", "/stats").json()["providers"];
  CHECK(stats["openai"]["requests"] == 3);
  CHECK(stats["openai"]["accepted_connections"] == 1);
  CHECK(stats["openai"]["open_connections"] == 1);
  CHECK(stats["google"]["requests"] == 1);
}

TEST_CASE("the state of the providers tells where they listen",
          "[simulator][admin]") {
  const running_simulator sim;
  const auto state = sim.admin("GET", "/providers").json()["providers"];
  CHECK(state.size() == 4);
  CHECK(state["deepseek"]["vendor"] == "deepseek");
  CHECK(state["openai"]["base_url"]
        == "http://127.0.0.1:" + std::to_string(sim.port()) + "/v1");
  CHECK(sim.admin("GET", "/providers/nobody/behavior").status == 404);
}
