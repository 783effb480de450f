// What operators read of the ledger: /costs and its kin, report, export,
// ledger and keys.
#include "integration/harness/books.hpp"
#include "integration/harness/drill_stage.hpp"
#include "integration/harness/eventually.hpp"
#include "integration/harness/stage.hpp"

#include <catch2/catch.hpp>

#include <filesystem>

namespace bellwether::integration {

namespace {

const json kept{{"state_dir", "state"}};

json page(const stage& at, const std::string& path) {
  const auto got = get(at.daemon.control_port(), path);
  CAPTURE(path, got.body);
  CHECK(got.status == 200);
  return got.json();
}

/// Asks `count` times, and waits until that is in the ledger.
void spend(const stage& at, int count) {
  const auto before = page(at, "/costs")["total_requests"].get<int>();
  for (int i = 0; i < count; ++i)
    REQUIRE(at.chat("pair").status == 200);
  REQUIRE(eventually(
      [&] { return page(at, "/costs")["total_requests"] == before + count; }));
}

std::string state_of(const stage& at) {
  return (at.daemon.folder() / "state").string();
}

std::string control_of(const stage& at) {
  return "127.0.0.1:" + std::to_string(at.daemon.control_port());
}

finished bellwether(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), BELLWETHER_BINARY);
  return run(arguments);
}

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

} // namespace

TEST_CASE("the month's costs survive a restart", "[integration][reports]") {
  stage at{kept};
  spend(at, 3);
  const auto before = page(at, "/costs");
  CHECK(before["monthly_budget_usd"] == 1000.0);
  CHECK(before["costs_by_model"]["gpt-4.1"]["requests"] == 3);
  CHECK(before["costs_by_key"]["anonymous"]["requests"] == 3);
  CHECK(before["costs_by_route"]["pair"]["requests"] == 3);
  CHECK(before["costs_by_day"].size() >= 1);
  at.daemon.kill();
  at.daemon.restart();
  const auto after = page(at, "/costs");
  CHECK(after["spent_usd_exact"] == before["spent_usd_exact"]);
  CHECK(after["costs_by_provider"] == before["costs_by_provider"]);
  CHECK(after["remaining_usd"] == before["remaining_usd"]);
}

TEST_CASE("a failed attempt costs nothing and is counted",
          "[integration][reports]") {
  const stage at;
  at.sim.fail("openai", {{"kind", "status"}, {"status", 500}});
  spend(at, 1);
  const auto total = page(at, "/costs/report?by=provider")["total"];
  CHECK(total["attempts"] == 2);
  CHECK(total["failures"] == 1);
  const auto rows = page(at, "/costs/requests?provider=openai")["requests"];
  REQUIRE(rows.size() == 1);
  CHECK(rows[0]["outcome"] == "failed");
  CHECK(rows[0]["cost_usd_exact"] == "0.000000000");
}

TEST_CASE("single attempts come in pages and by filter",
          "[integration][reports]") {
  const stage at;
  spend(at, 5);
  const auto first = page(at, "/costs/requests?limit=2");
  REQUIRE(first["requests"].size() == 2);
  CHECK(first["requests"][0]["number"] > first["requests"][1]["number"]);
  CHECK(entries_of(at.daemon).size() == 5);
  const std::string id = first["requests"][0]["request_id"];
  CHECK(page(at, "/costs/requests?request_id=" + id)["requests"].size() == 1);
  CHECK(page(at, "/costs/requests?model=other")["requests"].empty());
  CHECK(page(at, "/costs/requests?outcome=broken")["requests"].empty());
  const auto wrong = get(at.daemon.control_port(), "/costs/report?from=soon");
  CHECK(wrong.status == 400);
  CHECK(wrong.error("param") == "from");
}

TEST_CASE("a limit is changed with the admin key alone",
          "[integration][reports]") {
  const drill_stage at;
  const auto put = [&](const std::string& name, const header_list& headers) {
    return request(at.daemon.control_port(), "PUT", "/budgets/" + name,
                   R"({"limit_usd": 60})", headers);
  };
  CHECK(put("monthly", {}).status == 401);
  CHECK(budget_of(at.daemon, "monthly")["limit_usd"] == 1000.0);
  const auto got = put("monthly", admin_headers());
  CHECK(got.status == 200);
  CHECK(got.json()["limit_usd"] == 60.0);
  CHECK(budget_of(at.daemon, "monthly")["limit_usd"] == 60.0);
  CHECK(put("montly", admin_headers()).error("code") == "budget_not_found");
}

TEST_CASE("report prints a table, JSON or CSV", "[integration][reports]") {
  const stage at;
  spend(at, 2);
  const auto table = bellwether({"report", "--control", control_of(at)});
  CAPTURE(table.out, table.err);
  CHECK(table.code == 0);
  CHECK_THAT(table.out, Catch::Contains("MODEL") && Catch::Contains("gpt-4.1")
                            && Catch::Contains("would have cost")
                            && Catch::Contains("Budget monthly"));
  const auto csv = bellwether({"report", "--control", control_of(at),
                               "--format", "csv", "--by", "day,model"});
  CHECK_THAT(csv.out, Catch::StartsWith("day,model,requests"));
  const auto wrong =
      bellwether({"report", "--control", control_of(at), "--by", "modle"});
  CHECK(wrong.code == 2);
  CHECK_THAT(wrong.err,
             Catch::Contains("--by") && Catch::Contains("did you mean model?"));
}

TEST_CASE("an export has every attempt and overwrites nothing unasked",
          "[integration][reports]") {
  const stage at;
  spend(at, 3);
  const temporary_folder folder;
  const std::string file = folder / "all.json";
  const auto got = bellwether({"export", file, "--control", control_of(at)});
  CAPTURE(got.err);
  CHECK(got.code == 0);
  const auto read = json::parse(read_file(file));
  CHECK(read["requests"].size() == 3);
  CHECK(read["summary"]["total_requests"] == 3);
  CHECK(bellwether({"export", file, "--control", control_of(at)}).code == 1);
  CHECK(
      bellwether({"export", file, "--force", "--control", control_of(at)}).code
      == 0);
  const std::string csv = folder / "all.csv";
  CHECK(bellwether({"export", csv, "--control", control_of(at)}).code == 0);
  CHECK_THAT(read_file(csv), Catch::StartsWith("number,at,request_id"));
}

TEST_CASE("the ledger is checked, copied and compacted while it is used",
          "[integration][reports]") {
  const stage at{kept};
  spend(at, 2);
  const auto state = state_of(at);
  const auto verified = bellwether({"ledger", "verify", "--state-dir", state});
  CAPTURE(verified.out, verified.err);
  CHECK(verified.code == 0);
  CHECK_THAT(verified.out, Catch::Contains("2 rows, all good"));
  const temporary_folder folder;
  const std::string copy = folder / "ledger.db";
  CHECK(bellwether({"ledger", "backup", copy, "--state-dir", state}).code == 0);
  CHECK(bellwether({"ledger", "backup", copy, "--state-dir", state}).code == 1);
  CHECK(bellwether({"ledger", "verify", "--state-dir",
                    std::filesystem::path{copy}.parent_path()})
            .code
        == 0);
  const auto compacted =
      bellwether({"ledger", "compact", "--state-dir", state});
  CAPTURE(compacted.err);
  CHECK(compacted.code == 0);
  spend(at, 1);
  CHECK(bellwether({"ledger", "verify", "--state-dir", "/nowhere/at-all"}).code
        == 1);
}

TEST_CASE("a key from the command line lets its caller in, until it is revoked",
          "[integration][reports]") {
  const stage at{kept};
  const auto state = state_of(at);
  CHECK(at.chat("pair").status == 200);
  const auto made =
      bellwether({"keys", "create", "--team", "web", "--state-dir", state});
  REQUIRE(made.code == 0);
  const auto secret = first_line(made.out);
  const auto ask = [&](const std::string& key) {
    return at
        .post("/v1/chat/completions", chat_body("pair"),
              {{"Authorization", "Bearer " + key}})
        .status;
  };
  CHECK(eventually([&] { return ask("bw-wrong") == 401; }));
  CHECK(ask(secret) == 200);
  CHECK(eventually(
      [&] { return page(at, "/costs")["costs_by_team"].contains("web"); }));
  const auto rotated =
      bellwether({"keys", "rotate", "web-1", "--state-dir", state});
  CHECK(eventually([&] { return ask(first_line(rotated.out)) == 200; }));
  CHECK(ask(secret) == 200);
  CHECK(bellwether({"keys", "revoke", "web-1", "--state-dir", state}).code
        == 0);
  CHECK(eventually([&] { return ask(secret) == 401; }));
}

} // namespace bellwether::integration
