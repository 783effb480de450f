#include "storage/sample.hpp"

#include <catch2/catch.hpp>

namespace bellwether::storage {

using namespace std::chrono_literals;
using Catch::Contains;
using nlohmann::json;

namespace {

json& first_of(json& root) {
  return root["providers"]["first"];
}

} // namespace

TEST_CASE("a file that was cut anywhere is refused with a sentence",
          "[storage][memory][damage]") {
  const auto text = sample_json().dump();
  for (std::size_t kept = 1; kept < text.size(); ++kept) {
    const auto cut = read_memory(std::string_view{text}.substr(0, kept),
                                 sample_moment(), hour_old);
    INFO(kept);
    CHECK(cut.what == memory{});
    CHECK_THAT(cut.problem, Contains("damaged"));
  }
}

TEST_CASE("a file with any bit flipped is read without a fault",
          "[storage][memory][damage]") {
  const auto text = sample_json().dump();
  for (std::size_t bit = 0; bit < text.size() * 8; ++bit) {
    auto flipped = text;
    auto& byte = flipped[bit / 8];
    byte = static_cast<char>(byte ^ (1 << (bit % 8)));
    const auto read = read_memory(flipped, sample_moment(), hour_old);
    const auto again = read_memory(write_memory(read.what, sample_moment()),
                                   sample_moment(), hour_old);
    INFO(flipped);
    REQUIRE(again.problem.empty());
    REQUIRE(again.what == read.what);
  }
}

TEST_CASE("what is no object is refused", "[storage][memory][damage]") {
  const auto* text = GENERATE("[]", "1", "null", "\"x\"", "{\"version\":1}x",
                              "\xff\xfe", " ", "{\"version\":1e999}");
  const auto read = read_memory(text, sample_moment(), hour_old);
  CHECK(read.what == memory{});
  CHECK_THAT(read.problem, Contains("no JSON object"));
}

TEST_CASE("brackets nest no deeper than the file needs",
          "[storage][memory][damage]") {
  const auto nested = [](std::size_t depth) {
    return R"({"version":1,"cause":"[\"[","x":)" + std::string(depth, '[')
           + std::string(depth, ']') + "}";
  };
  const auto read = [](const std::string& text) {
    return read_memory(text, sample_moment(), hour_old).problem;
  };
  CHECK_THAT(read(nested(31)), !Contains("deep"));
  CHECK_THAT(read(nested(32)), Contains("too deep"));
  CHECK_THAT(read(std::string(1'000'000, '[')), Contains("too deep"));
  CHECK_THAT(read("\"" + std::string(40, '[')), !Contains("deep"));
}

TEST_CASE("more than 64 MiB are refused", "[storage][memory][damage]") {
  const std::string text((std::size_t{64} << 20U) + 1, ' ');
  CHECK_THAT(read_memory(text, sample_moment(), hour_old).problem,
             Contains("too large"));
}

TEST_CASE("a file must say when it was written", "[storage][memory][damage]") {
  auto root = sample_json();
  root["written"] = GENERATE(
      json(), json(7), json("yesterday"), json("2026-11-22T12:00:00"),
      json("2026-02-30T12:00:00.000Z"), json("2026-11-22T24:00:00.000Z"),
      json("2026-11-22T12:60:00.000Z"), json("2026-11-22T12:00:61.000Z"),
      json("2026-11-22T12:00:00.Z"), json("-026-11-22T12:00:00.000Z"));
  CHECK(read_json(root).what == memory{});
  CHECK_THAT(read_json(root).problem, Contains("when it was written"));
}

TEST_CASE("a damaged provider is left out and the others stay",
          "[storage][memory][damage]") {
  auto root = sample_json();
  auto& first = first_of(root);
  SECTION("no object") {
    first = 7;
  }
  SECTION("no state") {
    first.erase("state");
  }
  SECTION("a state that does not exist") {
    first["state"] = "broken";
  }
  SECTION("a state of another type") {
    first["state"] = 1;
  }
  SECTION("a negative counter") {
    first["consecutive_opens"] = -1;
  }
  SECTION("a fraction") {
    first["consecutive_failures"] = 0.5;
  }
  SECTION("a counter out of range") {
    first["consecutive_rate_limits"] = 4'294'967'296;
  }
  SECTION("no cause but a list") {
    first["cause"] = json::array();
  }
  SECTION("a time of another type") {
    first["since"] = 1;
  }
  SECTION("no time") {
    first["held_until"] = "";
  }
  const auto read = read_json(root);
  CHECK(read.what.providers.size() == 1);
  CHECK(read.what.providers.contains("second"));
  CHECK(read.what.hours.size() == 2);
  CHECK_THAT(read.problem, Contains("left out") && Contains(": 1"));
}

TEST_CASE("a damaged model is left out and its provider stays",
          "[storage][memory][damage]") {
  auto root = sample_json();
  SECTION("a state that does not exist") {
    first_of(root)["models"]["gpt-4o"]["state"] = "";
  }
  SECTION("no models") {
    first_of(root)["models"] = "gpt-4o";
  }
  const auto read = read_json(root);
  CHECK(read.what.providers.at("first").models.empty());
  CHECK(read.what.providers.at("first").health
        == sample_memory().providers["first"].health);
  CHECK_THAT(read.problem, Contains(": 1"));
}

TEST_CASE("damaged latencies are left out and the model's hold stays",
          "[storage][memory][damage]") {
  auto root = sample_json();
  first_of(root)["models"]["gpt-4o"]["first_token_ms"] =
      GENERATE(json(7), json{10, -1}, json{10, 0.5}, json{10, "11"},
               json{31'536'000'001}, json{18'446'744'073'709'551'615U});
  auto expected = sample_memory();
  expected.providers["first"].models["gpt-4o"].first_tokens.clear();
  const auto read = read_json(root);
  CHECK(read.what == expected);
  CHECK_THAT(read.problem, Contains(": 1"));
}

TEST_CASE("absurd times are a century away and not beyond the clock",
          "[storage][memory][damage]") {
  auto root = sample_json();
  first_of(root)["since"] = "0000-01-01T00:00:00.000Z";
  first_of(root)["held_until"] = "9999-12-31T23:59:59.999Z";
  const auto health = read_json(root).what.providers.at("first").health;
  const auto now = sample_moment().steady;
  CHECK(now - health.since == 24h * 36'525);
  CHECK(health.held_until - now == 24h * 36'525);
}

TEST_CASE("damaged hours are left out and the others stay",
          "[storage][memory][damage]") {
  auto root = sample_json();
  auto& hour = root["hours"][1];
  SECTION("no object") {
    hour = 7;
  }
  SECTION("no hour") {
    hour.erase("hour");
  }
  SECTION("an hour out of range") {
    hour["hour"] = 18'446'744'073'709'551'615U;
  }
  SECTION("a negative hour") {
    hour["hour"] = -1;
  }
  SECTION("the same hour again") {
    hour["hour"] = root["hours"][0]["hour"];
  }
  SECTION("negative calls") {
    hour["callers"]["good"] = -1;
  }
  SECTION("more calls than can be added up") {
    hour["callers"]["bad"] = 9'007'199'254'740'993;
  }
  SECTION("no callers") {
    hour.erase("callers");
  }
  SECTION("damaged saved calls") {
    hour["saved"] = "0";
  }
  SECTION("too few providers") {
    hour["providers"].erase(0);
  }
  SECTION("providers of another type") {
    hour["providers"][1] = json::array();
  }
  const auto read = read_json(root);
  REQUIRE(read.what.hours.size() == 1);
  CHECK(read.what.hours[0] == sample_memory().hours[0]);
  CHECK(read.what.providers == sample_memory().providers);
  CHECK_THAT(read.problem, Contains(": 1"));
}

TEST_CASE("hours without the order of their providers are of no use",
          "[storage][memory][damage]") {
  auto root = sample_json();
  root["provider_order"] = GENERATE(json(), json(1), json{"first", 2});
  const auto read = read_json(root);
  CHECK(read.what.hours.empty());
  CHECK(read.what.provider_order.empty());
  CHECK(read.what.providers == sample_memory().providers);
  CHECK_THAT(read.problem, Contains(": 1"));
}

} // namespace bellwether::storage
