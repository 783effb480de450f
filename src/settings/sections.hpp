#pragma once

#include "domain/price.hpp"
#include "settings/object_reader.hpp"
#include "settings/settings.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::settings {

/// Everything that is configured, before what cannot be used is left out.
struct draft {
  settings value;                    ///< providers and catalog hold all of it
  std::vector<std::string> disabled; ///< why, for each provider; "" = usable
  std::vector<std::string> remedies; ///< what would enable those: variables
  domain::probe_policy probe;        ///< of providers that say nothing else
};

/// Where the world outside of the text begins.
struct surroundings {
  const std::string& folder; ///< relative file names start here
  const environment& env;
};

/// The models' prices by name. `known` is false when there is no price file or
/// it could not be read: then names in it are not checked.
struct price_list {
  std::map<std::string, domain::price, std::less<>> prices;
  bool named = false;    ///< there is a `pricing_file`
  bool readable = false; ///< and it could be read
};

// Each reads its keys of the root object into its part of the settings.
void read_server(object_reader& root, settings& out);
void read_limits(object_reader limits, gateway_limits& out);
void read_requests(object_reader requests, request_limits& out);
void read_streams(object_reader stream, domain::stream_limits& out);
void read_health(object_reader health, draft& out);
void read_probe(object_reader probe, domain::probe_policy& out);
void read_objective(object_reader objective, double& out);
void read_budgets(object_reader& root, settings& out);
void read_scope(object_reader scope, domain::budget_scope& out);
void read_ledger(object_reader ledger, ledger_settings& out);
void read_alerts(object_reader alerts, const surroundings& around,
                 settings& out);
void read_callers(object_reader callers, settings& out);
void read_admin(object_reader admin, const surroundings& around, settings& out);
void read_state_dir(object_reader& root, const surroundings& around,
                    settings& out);
void read_complexity(object_reader complexity,
                     domain::complexity_thresholds& out);
price_list read_pricing_file(object_reader& root, const std::string& folder);
void read_providers(object_reader& root, const surroundings& around,
                    draft& out);
void read_models(object_reader& root, const price_list& prices, draft& out);
void read_routes(object_reader& root, draft& out);

/// What a model does and how its format carries that: `task`, `capabilities`,
/// `stream` and the like. `at` is its provider, or nullptr if that is unknown.
void read_abilities(object_reader& model, const provider* at,
                    domain::deployment& out);

/// A price object: one flat figure, or input, output and the cache's two, and
/// the same for long prompts.
std::optional<domain::price> read_price(object_reader price);

/// Checks the names that models and routes use for each other, and that
/// fallbacks do not run in circles. After all sections are read.
void check_references(object_reader& root, const draft& all);

/// Checks that names which stand in for each other do the same task: a caller
/// who asks for a vector gets no chat, and no vector of another model.
void check_tasks(object_reader& root, const draft& all);

/// Checks that the scopes of budgets name providers, models and routes that
/// there are, and notes models without a price that a hard budget covers.
void check_budgets(object_reader& root, draft& all);

/// Checks that a provider which is asked for answers as a probe has a model
/// for that.
void check_probes(object_reader& root, const draft& all);

/// The settings without disabled providers, their deployments, and routes that
/// lead nowhere, with a note for each; or the problem that nothing is left.
settings leave_out_disabled(draft all, std::vector<problem>& problems);

/// What is wrong with a name that goes into headers, metrics and paths, or "".
/// `also` are the characters allowed besides letters, digits, '.', '_', '-'.
std::string name_error(std::string_view name, std::string_view also);

} // namespace bellwether::settings
