#include "settings/configuration.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace bellwether::settings::test {

json minimal() {
  return json::parse(R"({
    "providers": {
      "here": {"kind": "openai_compatible", "base_url": "http://127.0.0.1:1/v1"}
    },
    "models": [{"name": "small", "provider": "here",
                "price": {"flat_usd_per_mtok": 1}}],
    "routes": {"auto": {"candidates": ["small"]}}
  })");
}

json minimal_with(const std::string& where, json value) {
  auto config = minimal();
  config[json::json_pointer{where}] = std::move(value);
  return config;
}

environment env_of(variables set) {
  set.try_emplace("HOME", "/home/you");
  return [set = std::move(set)](
             const std::string& name) -> std::optional<std::string> {
    const auto found = set.find(name);
    if (found == set.end())
      return std::nullopt;
    return found->second;
  };
}

settings load(const json& config, const variables& set,
              const std::string& folder) {
  auto loaded = load_text(config.dump(2), folder, env_of(set));
  if (const auto* problems = std::get_if<std::vector<problem>>(&loaded))
    for (const auto& each : *problems)
      FAIL_CHECK(to_string(each));
  return std::get<settings>(std::move(loaded));
}

lines problems_in(std::string_view text, const variables& set,
                  const std::string& folder) {
  const auto loaded = load_text(text, folder, env_of(set));
  lines out;
  if (const auto* problems = std::get_if<std::vector<problem>>(&loaded))
    for (const auto& each : *problems)
      out.push_back(each.path + ": " + each.message);
  return out;
}

lines problems_of(const json& config, const variables& set,
                  const std::string& folder) {
  return problems_in(config.dump(2), set, folder);
}

std::string project_file(const std::string& path) {
  std::ifstream in{std::string{BELLWETHER_SOURCE_DIR} + "/" + path,
                   std::ios::binary};
  REQUIRE(in);
  return {std::istreambuf_iterator<char>{in}, {}};
}

temporary_folder::temporary_folder()
    : path_{(std::filesystem::temp_directory_path() / "bellwether-XXXXXX")
                .string()} {
  if (mkdtemp(path_.data()) == nullptr)
    throw std::runtime_error{"no temporary folder"};
}

temporary_folder::~temporary_folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void temporary_folder::write(const std::string& name,
                             std::string_view text) const {
  std::ofstream{path_ + "/" + name, std::ios::binary} << text;
}

} // namespace bellwether::settings::test
