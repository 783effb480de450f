#include "cli/commands.hpp"
#include "cli/price_map.hpp"
#include "cli/prices.hpp"
#include "settings/configuration.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

using namespace bellwether;
using namespace bellwether::cli;
using cli::test::price_map;
using settings::test::json;
using settings::test::temporary_folder;

namespace {

struct result {
  int code;
  std::string out;
  std::string err;
};

result import(const prices_import_options& options) {
  std::ostringstream out;
  std::ostringstream err;
  const int code = prices_import(options, out, err);
  return {code, out.str(), err.str()};
}

/// Options for a price map in `folder` that is updated on a fixed day.
prices_import_options in(const temporary_folder& folder) {
  folder.write("map.json", price_map);
  prices_import_options options;
  options.file = folder.path() + "/map.json";
  options.updated = "2026-11-22";
  return options;
}

std::string text_of(const std::string& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

std::size_t files_in(const temporary_folder& folder) {
  const std::filesystem::directory_iterator all{folder.path()};
  return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

} // namespace

TEST_CASE("an import is a pricing file, its counts go elsewhere",
          "[cli][prices]") {
  const temporary_folder folder;
  const auto got = import(in(folder));
  CHECK(got.code == success);
  CHECK(got.err
        == "5 models, 2 without token prices left out, 2 that are not for text "
           "left out\n");
  CHECK(got.out == R"({
  "updated": "2026-11-22",
  "source": "map.json",
  "currency": "USD",
  "unit": "per 1M tokens",
  "models": {
    "plain": {"input_usd_per_mtok": 0.28, "cached_input_usd_per_mtok": 0.028, "cache_write_usd_per_mtok": 0.00, "output_usd_per_mtok": 0.42},
    "vendor/long": {"input_usd_per_mtok": 3.00, "cached_input_usd_per_mtok": 0.30, "cache_write_usd_per_mtok": 3.75, "output_usd_per_mtok": 15.00, "long_context": {"above_tokens": 200000, "input_usd_per_mtok": 6.00, "cached_input_usd_per_mtok": 0.60, "cache_write_usd_per_mtok": 7.50, "output_usd_per_mtok": 22.50}},
    "some-embedding": {"input_usd_per_mtok": 0.02, "output_usd_per_mtok": 0.00},
    "old": {"input_usd_per_mtok": 1.00, "output_usd_per_mtok": 2.00},
    "free": {"input_usd_per_mtok": 0.00, "output_usd_per_mtok": 0.00}
  }
}
)");
}

TEST_CASE("an imported file is one that a configuration can name",
          "[cli][prices]") {
  const temporary_folder folder;
  auto options = in(folder);
  options.output = folder.path() + "/prices.json";
  const auto got = import(options);
  CHECK(got.code == success);
  CHECK(got.out.empty());
  auto config = settings::test::minimal_with("/models/0/price", "vendor/long");
  config["pricing_file"] = "prices.json";
  const auto read = settings::test::load(config, {}, folder.path());
  const auto price =
      read.catalog.deployments.at(0).price.value_or(domain::price{});
  CHECK(price.output == domain::money::usd(15));
  CHECK(price.at(200'001).output == domain::money::usd(22.5));
}

TEST_CASE("an import dates itself if nobody else does", "[cli][prices]") {
  const temporary_folder folder;
  auto options = in(folder);
  options.updated.clear();
  const auto updated =
      json::parse(import(options).out)["updated"].get<std::string>();
  CHECK(updated.size() == 10);
  CHECK(updated >= "2026-01-01");
  CHECK((updated[4] == '-' && updated[7] == '-'));
}

TEST_CASE("an import does not overwrite a file unless it is told to",
          "[cli][prices]") {
  const temporary_folder folder;
  auto options = in(folder);
  options.output = folder.path() + "/prices.json";
  folder.write("prices.json", "mine");
  const auto refused = import(options);
  CHECK(refused.code == failure);
  CHECK(refused.err == options.output + " exists; --force replaces it\n");
  CHECK(text_of(options.output) == "mine");
  options.force = true;
  CHECK(import(options).code == success);
  CHECK(json::parse(text_of(options.output))["models"].size() == 5);
  CHECK(files_in(folder) == 2); // nothing else stays behind
}

TEST_CASE("an import that fails writes nothing and says why", "[cli][prices]") {
  const temporary_folder folder;
  auto options = in(folder);
  options.output = folder.path() + "/none/prices.json";
  CHECK_THAT(import(options).err,
             Catch::Contains("/none/prices.json cannot be written"));
  options.output = folder.path() + "/prices.json";
  options.only = {"plian"};
  const auto unknown = import(options);
  CHECK(unknown.code == failure);
  CHECK(unknown.err
        == options.file
               + ": 1 problem\n  --only: names \"plian\", which is not in the "
                 "file; did you mean `plain`?\n");
  options.file = folder.path() + "/none.json";
  CHECK(import(options).err == options.file + " does not exist\n");
  folder.write("other.json", "{\"a\": {}}");
  options.file = folder.path() + "/other.json";
  options.only.clear();
  CHECK_THAT(import(options).err,
             Catch::Contains("has no model with token prices"));
  CHECK(import(options).code == failure);
  CHECK_FALSE(std::filesystem::exists(options.output));
}

TEST_CASE("a map of several megabytes, larger than any configuration, is read",
          "[cli][prices]") {
  const temporary_folder folder;
  auto map = json::object();
  const auto one = json::parse(price_map)["vendor/long"];
  for (int i = 0; i < 8'000; ++i)
    map["model-" + std::to_string(i)] = one;
  auto options = in(folder);
  folder.write("map.json", map.dump(2));
  CHECK(std::filesystem::file_size(options.file) > 4'194'304);
  const auto got = import(options);
  CHECK(got.err == "8,000 models\n");
  CHECK(json::parse(got.out)["models"].size() == 8'000);
}
