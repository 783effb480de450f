#include "http/control/costs_json.hpp"

#include <nlohmann/json.hpp>

namespace bellwether::http {

using nlohmann::ordered_json;

std::string costs_json(const domain::tally& all, const std::string& since) {
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
  const ordered_json out{{"since", since},
                         {"spent_usd", spent.usd()},
                         {"total_requests", requests},
                         {"costs_by_model", models}};
  return out.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

} // namespace bellwether::http
