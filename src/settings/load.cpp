#include "settings/load.hpp"

#include "settings/sections.hpp"
#include "settings/text_file.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <utility>

namespace bellwether::settings {

namespace {

constexpr std::size_t max_config_bytes = std::size_t{4} * 1024 * 1024;

draft read_sections(object_reader& root, const surroundings& around) {
  draft out;
  auto& value = out.value;
  read_server(root, value);
  read_limits(root.object("limits"), value.limits);
  read_requests(root.object("requests"), value.requests);
  read_health(root.object("health"), out);
  read_objective(root.object("objective"), value.objective);
  read_budgets(root, value);
  read_ledger(root.object("ledger"), value.ledger);
  read_callers(root.object("callers"), value);
  read_alerts(root.object("alerts"), around, value);
  read_admin(root.object("admin"), around, value);
  read_state_dir(root, around, value);
  read_complexity(root.object("complexity"), value.catalog.thresholds);
  const auto prices = read_pricing_file(root, around.folder);
  read_providers(root, around, out);
  read_models(root, prices, out);
  read_routes(root, out);
  check_references(root, out);
  check_tasks(root, out);
  check_probes(root, out);
  check_budgets(root, out);
  return out;
}

/// Until a stream's first token, which tells of its provider's health.
milliseconds longest_silence(const domain::stream_limits& of,
                             milliseconds stream_timeout) {
  auto longest = stream_timeout;
  for (const auto limit : {of.total, of.first_token})
    if (limit.count() > 0)
      longest = std::min(longest, limit);
  return longest;
}

/// What proves a provider may take as long as a request, or as a stream's first
/// token; its slot is free only after that. An active probe's longest time is
/// within the default.
void wait_for_probes(settings& out) {
  constexpr milliseconds grace{10'000};
  auto longest = out.requests.timeout;
  for (const auto& each : out.catalog.deployments)
    longest = std::max(
        longest, longest_silence(each.streams, out.requests.stream_timeout));
  out.health.probe_patience =
      std::max(out.health.probe_patience, longest + grace);
}

} // namespace

std::optional<std::string> process_environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>{value};
}

std::string to_string(const problem& p) {
  const auto place = p.line == 0 ? "" : "line " + std::to_string(p.line) + ": ";
  return place + p.path + ": " + p.message;
}

std::variant<settings, std::vector<problem>> load_file(const std::string& path,
                                                       const environment& env) {
  const auto file = read_text_file(path, max_config_bytes);
  if (const auto* error = std::get_if<file_error>(&file))
    return std::vector<problem>{{path, error->why}};
  const auto folder = std::filesystem::path{path}.parent_path().string();
  return load_text(std::get<std::string>(file), folder, env);
}

std::variant<settings, std::vector<problem>> load_text(
    std::string_view text, const std::string& folder, const environment& env) {
  auto document = parse_document(text);
  if (auto* wrong = std::get_if<std::vector<problem>>(&document))
    return std::move(*wrong);
  std::vector<problem> problems;
  draft all;
  {
    object_reader root{std::get<node>(document), "", problems};
    all = read_sections(root, {folder, env});
  }
  auto out = leave_out_disabled(std::move(all), problems);
  if (!problems.empty()) {
    std::ranges::stable_sort(problems, {}, [](const problem& p) {
      return p.line == 0 ? std::size_t{0} - 1 : p.line; // these come last
    });
    return problems;
  }
  wait_for_probes(out);
  const auto exposed = exposure_notes(out.listen, out.control);
  out.notes.insert(out.notes.end(), exposed.begin(), exposed.end());
  return out;
}

} // namespace bellwether::settings
