#include "cli/commands.hpp"
#include "cli/price_map.hpp"
#include "settings/configuration.hpp"

#include <catch2/catch.hpp>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <sstream>

using namespace bellwether;
using cli::test::price_map;
using settings::test::json;
using settings::test::temporary_folder;

namespace {

/// Standard error goes nowhere until the end of the scope.
class quiet {
public:
  quiet() : before_{std::cerr.rdbuf(lost_.rdbuf())} {}
  ~quiet() { std::cerr.rdbuf(before_); }
  quiet(const quiet&) = delete;
  quiet& operator=(const quiet&) = delete;

private:
  std::ostringstream lost_;
  std::streambuf* before_;
};

/// Runs `prices import ARGUMENTS` as the program would.
int run(std::vector<std::string> arguments) {
  CLI::App app;
  int code = -1;
  cli::add_prices(app, code);
  arguments.insert(arguments.begin(), {"prices", "import"});
  std::reverse(arguments.begin(), arguments.end()); // as CLI11 wants them
  const quiet errors;
  app.parse(std::move(arguments));
  return code;
}

json models_in(const std::string& path) {
  std::ifstream in{path};
  return json::parse(in)["models"];
}

} // namespace

TEST_CASE("names after --only end before the file", "[cli][prices]") {
  const temporary_folder folder;
  folder.write("map.json", price_map);
  const auto map = folder.path() + "/map.json";
  const auto out = folder.path() + "/out.json";
  CHECK(run({"--only", "old,free", map, "--output", out}) == cli::success);
  CHECK(models_in(out).size() == 2);
  CHECK(run({map, "--output", out, "--force", "--only", "old", "--only",
             "free,plain"})
        == cli::success);
  CHECK(models_in(out).size() == 3);
  CHECK(run({map, "--output", out}) == cli::failure);
}

TEST_CASE("an import without a file is refused by the command line",
          "[cli][prices]") {
  CHECK_THROWS_AS(run({"--only", "old"}), CLI::RequiredError);
}
