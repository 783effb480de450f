#include "cli/keys_text.hpp"

#include "domain/rfc3339.hpp"
#include "settings/text_table.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>

namespace bellwether::cli {

using json = nlohmann::ordered_json;
using domain::caller_key;

namespace {

template <class Value>
json or_null(const std::optional<Value>& value) {
  return value ? json(*value) : json(nullptr);
}

json moment(const std::optional<domain::wall_time>& at) {
  return at ? json(domain::write_rfc3339_seconds(*at)) : json(nullptr);
}

std::string rate(const std::optional<std::int64_t>& value) {
  return value ? settings::with_commas(*value) : "-";
}

std::string budget(const caller_key& key) {
  return key.budget ? "$" + settings::dollars(key.budget->limit) + "/"
                          + domain::to_string(key.budget->period)
                    : "-";
}

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& name : names)
    out += (out.empty() ? "" : ",") + name;
  return out.empty() ? "all" : out;
}

std::string state(const caller_key& key, domain::wall_time now) {
  if (key.revoked)
    return "revoked " + domain::write_rfc3339(*key.revoked).substr(0, 10);
  if (key.former_until && now < *key.former_until)
    return "former good until "
           + domain::write_rfc3339(*key.former_until).substr(0, 16);
  return "good";
}

} // namespace

json key_json(const caller_key& key) {
  json budget = nullptr;
  if (key.budget)
    budget = {{"limit_usd", key.budget->limit.usd()},
              {"period", domain::to_string(key.budget->period)}};
  return {{"name", key.name},
          {"team", key.team.empty() ? json(nullptr) : json(key.team)},
          {"hint", key.hint},
          {"created", moment(key.created)},
          {"revoked", moment(key.revoked)},
          {"former_good_until", moment(key.former_until)},
          {"budget", budget},
          {"requests_per_minute", or_null(key.requests_per_minute)},
          {"tokens_per_minute", or_null(key.tokens_per_minute)},
          {"models", key.models.empty() ? json(nullptr) : json(key.models)}};
}

std::string keys_table(const std::vector<caller_key>& keys,
                       domain::wall_time now) {
  if (keys.empty())
    return "There are no keys; `bellwether keys create` makes one.\n";
  using align = settings::text_table::align;
  settings::text_table out{{{"NAME"},
                            {"TEAM"},
                            {"SECRET"},
                            {"BUDGET", align::right},
                            {"RPM", align::right},
                            {"TPM", align::right},
                            {"MODELS"},
                            {"CREATED"},
                            {"STATE"}}};
  for (const auto& key : keys)
    out.add({key.name, key.team.empty() ? "-" : key.team, key.hint + "...",
             budget(key), rate(key.requests_per_minute),
             rate(key.tokens_per_minute), joined(key.models),
             domain::write_rfc3339(key.created).substr(0, 10),
             state(key, now)});
  return out.to_string();
}

std::string free_name(const std::vector<caller_key>& keys,
                      const std::string& team) {
  for (int i = 1;; ++i) {
    auto name = (team.empty() ? "key" : team) + "-" + std::to_string(i);
    if (std::ranges::find(keys, name, &caller_key::name) == keys.end())
      return name;
  }
}

} // namespace bellwether::cli
