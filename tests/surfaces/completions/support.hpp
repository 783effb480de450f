#pragma once

#include "surfaces/surface.hpp"

#include <nlohmann/json.hpp>

#include <stdexcept>
#include <string>
#include <vector>

namespace bellwether::surfaces::test {

using json = nlohmann::json;

/// A legacy request with more members than the usual ones.
inline json request(const std::string& members = "") {
  return json::parse(R"({"model":"m","prompt":"Once")"
                     + (members.empty() ? "" : "," + members) + "}");
}

inline std::unique_ptr<inbound> open(const json& body) {
  auto opened = completions().open(body.dump(), {"call 1", 1'700'000'000});
  if (auto* fault = std::get_if<providers::request_problem>(&opened))
    throw std::runtime_error{fault->message};
  return std::get<std::unique_ptr<inbound>>(std::move(opened));
}

inline json chat_of(const json& body) {
  return json::parse(open(body)->take_chat());
}

inline providers::request_problem refusal_of(const json& body) {
  auto opened = completions().open(body.dump(), {});
  if (auto* fault = std::get_if<providers::request_problem>(&opened))
    return std::move(*fault);
  throw std::runtime_error{"it was not refused"};
}

} // namespace bellwether::surfaces::test
