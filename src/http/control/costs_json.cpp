#include "http/control/costs_json.hpp"

#include <nlohmann/json.hpp>

namespace bellwether::http {

using nlohmann::ordered_json;

namespace {

void add_models(ordered_json& to, const domain::tally& all) {
  domain::money spent;
  std::uint64_t requests = 0;
  auto models = ordered_json::object();
  for (const auto& [name, model] : all.models) {
    spent += model.cost;
    requests += model.total_requests();
    models[name] = {
        {"total_cost", model.cost.usd()},
        {"requests", model.total_requests()},
        {"tokens", model.tokens.total()},
        {"prompt_tokens", model.tokens.prompt},
        {"completion_tokens", model.tokens.completion},
        {"estimated_requests", model.estimated},
    };
  }
  to["spent_usd"] = spent.usd();
  to["total_requests"] = requests;
  to["costs_by_model"] = models;
}

void add_probes(ordered_json& to, const domain::tally& all,
                const std::vector<std::string>& names) {
  domain::money spent;
  auto probes = ordered_json::object();
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto found = all.probes.find(i);
    const auto probe =
        found == all.probes.end() ? domain::probe_tally{} : found->second;
    spent += probe.cost;
    probes[names[i]] = {{"succeeded", probe.succeeded},
                        {"failed", probe.failed},
                        {"total_cost", probe.cost.usd()},
                        {"tokens", probe.tokens.total()}};
  }
  to["probe_usd"] = spent.usd();
  to["probes"] = probes;
}

} // namespace

std::string costs_json(const domain::tally& all,
                       const std::vector<std::string>& providers,
                       const std::string& since) {
  ordered_json out{{"since", since}};
  add_models(out, all);
  add_probes(out, all, providers);
  out["hedging"] = {{"hedged_requests", all.hedged},
                    {"extra_usd", all.extra.usd()}};
  return out.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

} // namespace bellwether::http
