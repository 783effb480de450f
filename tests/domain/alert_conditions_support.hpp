#pragma once

#include "domain/alert_facts.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

namespace bellwether::domain::test {

using namespace std::chrono_literals;

inline constexpr wall_time noon{
    std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + 12h};

/// Two providers with a model each, a route to both, nothing wrong.
inline alert_facts all_well() {
  alert_facts out;
  out.now = noon;
  for (const auto* name : {"openai", "google"}) {
    alert_facts::provider each;
    each.name = name;
    each.since = noon - 1h;
    alert_facts::health model;
    model.name = std::string{name} == "openai" ? "gpt" : "gemini";
    model.since = noon - 1h;
    each.models = {model};
    out.providers.push_back(std::move(each));
  }
  out.routes = {{"auto", {{0, "gpt"}, {1, "gemini"}}}};
  return out;
}

/// What is wrong, as "rule entity".
inline std::vector<std::string> wrong(const alert_facts& facts,
                                      const alert_policies& with = {}) {
  std::vector<std::string> out;
  for (const auto& each : conditions_of(facts, with))
    out.push_back(std::string{to_string(each.key.rule)} + " "
                  + each.key.entity);
  return out;
}

/// The only one.
inline condition only(const alert_facts& facts,
                      const alert_policies& with = {}) {
  const auto all = conditions_of(facts, with);
  return all.size() == 1 ? all[0] : condition{};
}

inline bool has_fact(const condition& of, const std::string& name,
                     const std::string& value) {
  return std::ranges::count(of.facts, alert_fact{name, value}) == 1;
}

using words = std::vector<std::string>;

} // namespace bellwether::domain::test
