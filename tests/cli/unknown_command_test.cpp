#include "cli/unknown_command.hpp"

#include "cli/status_text.hpp"
#include "cli/whole_file.hpp"

#include <catch2/catch.hpp>
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <vector>

namespace bellwether::cli {

namespace {

std::string wrong(std::vector<const char*> words) {
  CLI::App app;
  app.add_subcommand("status");
  app.add_subcommand("keys")->add_subcommand("revoke");
  words.insert(words.begin(), "bellwether");
  return unknown_command(app, static_cast<int>(words.size()), words.data());
}

nlohmann::json budget(const std::string& name, const std::string& spent,
                      double percent) {
  return {{"name", name},
          {"spent_usd_exact", spent},
          {"limit_usd_exact", "1000.000000000"},
          {"usage_percent", percent}};
}

} // namespace

TEST_CASE("an unknown command is told with those that there are",
          "[cli][commands]") {
  CHECK(wrong({"staus"})
        == "there is no command staus, did you mean status?; commands are "
           "status, keys");
  CHECK_THAT(wrong({"keys", "revok"}), Catch::Contains("did you mean revoke?"));
  CHECK_THAT(wrong({"zzzzzz"}), !Catch::Contains("did you mean"));
  CHECK(wrong({}).empty());
  CHECK(wrong({"--help"}).empty());
  CHECK(wrong({"status", "anything"}).empty());
  CHECK(wrong({"keys", "revoke", "name"}).empty());
}

TEST_CASE("status has a line on the fullest budget and the ledger",
          "[cli][status]") {
  const nlohmann::json ledger{
      {"rows", 12'345}, {"failing", false}, {"problem", nullptr}, {"lost", 0}};
  const nlohmann::json budgets{{"budgets",
                                {budget("monthly", "10.000000000", 1),
                                 budget("web", "500.000000000", 50)}}};
  CHECK(money_text(budgets, ledger)
        == "budget web: $500.00 of $1,000.00 spent (50 %), the fullest of 2; "
           "ledger: 12,345 attempts\n");
  const nlohmann::json sick{{"rows", 1},
                            {"failing", true},
                            {"problem", "the disk is full"},
                            {"lost", 2}};
  CHECK(money_text({{"budgets", nlohmann::json::array()}}, sick)
        == "no budgets; the ledger FAILS: the disk is full, 2 LOST\n");
}

TEST_CASE("a file is written whole or not at all", "[cli][export]") {
  const auto path = std::filesystem::temp_directory_path()
                    / ("whole-" + std::to_string(::getpid()));
  {
    whole_file left{path, false};
    left.out() << "half";
  }
  CHECK_FALSE(std::filesystem::exists(path));
  {
    whole_file done{path, false};
    done.out() << "whole";
    CHECK(done.finish().empty());
    CHECK_FALSE(std::filesystem::exists(done.draft()));
  }
  CHECK(std::filesystem::file_size(path) == 5);
  CHECK_THAT((whole_file{path, false}.obstacle()), Catch::Contains("--force"));
  CHECK((whole_file{path, true}.obstacle()).empty());
  std::filesystem::remove(path);
}

} // namespace bellwether::cli
