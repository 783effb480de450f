#include "settings/read_values.hpp"
#include "settings/sections.hpp"
#include "settings/shown_value.hpp"

#include <array>
#include <optional>
#include <utility>

namespace bellwether::settings {

namespace {

using domain::strategy;

constexpr std::array strategies{strategy::complexity, strategy::priority,
                                strategy::cost, strategy::listed};

std::optional<domain::hedge_policy> read_hedge(object_reader& route) {
  const auto* value = route.value("hedge");
  if (value == nullptr)
    return std::nullopt;
  auto hedge = route.object("hedge");
  domain::hedge_policy out;
  read_share(hedge, "extra_spend_percent", out.extra_spend, 1, 100);
  if (value->what == node::kind::object && !hedge.has("extra_spend_percent"))
    hedge.missing("extra_spend_percent",
                  "a whole number from 1 to 100 percent");
  hedge.duration("min_wait_ms", out.least_wait, {0, 600'000});
  return out;
}

domain::route read_route(object_reader route) {
  domain::route out;
  route.choice<strategy>("strategy", out.strategy, strategies);
  const bool listed = route.texts("candidates", out.candidates);
  if (!listed)
    route.missing("candidates", "a list of model names");
  else if (route.value("candidates")->items.empty()
           && route.value("candidates")->what == node::kind::list)
    route.refuse("candidates", "is empty, must name at least one model");
  route.texts("fallbacks", out.fallbacks);
  out.hedge = read_hedge(route);
  return out;
}

} // namespace

void read_routes(object_reader& root, draft& out) {
  const auto routes = root.named("routes");
  const auto* value = root.value("routes");
  if (value == nullptr)
    root.missing("routes", "an object with at least one route");
  else if (value->what == node::kind::object && routes.empty())
    root.refuse("routes", "is empty, must hold at least one route");
  for (const auto& [name, route] : routes) {
    const auto path = root.path_of("routes") + "." + shown_key(name);
    if (const auto error = name_error(name, "/:@+"); !error.empty())
      root.problems().push_back(
          {path, "is " + shown(name) + ", " + error, route.line});
    out.value.catalog.routes.emplace(
        name, read_route({route, path, root.problems()}));
  }
}

} // namespace bellwether::settings
