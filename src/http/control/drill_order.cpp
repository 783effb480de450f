#include "domain/nearest.hpp"
#include "http/control/drill_json.hpp"

#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>
#include <spdlog/fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace bellwether::http {

using nlohmann::json;

namespace {

constexpr double longest_seconds = 3'600;
constexpr double longest_delay_ms = 600'000;

const std::vector<std::string> fields{"provider", "fault", "share_percent",
                                      "for_seconds", "delay_ms"};
const std::vector<std::string> faults{"refuse", "hang", "slow",   "500",
                                      "429",    "cut",  "garbage"};

/// Thrown and caught in this file only.
struct wrong_field {
  control_error error;
};

[[noreturn]] void refuse(const std::string& field, const std::string& message) {
  throw wrong_field{{400, field + " " + message, "invalid_value", field}};
}

json parse_object(std::string_view body) {
  auto out = json::parse(body, nullptr, false);
  if (!out.is_object())
    throw wrong_field{
        {400,
         R"(the body must be a JSON object such as {"provider": "NAME", )"
         R"("fault": "refuse", "for_seconds": 60})",
         "invalid_json"}};
  return out;
}

void refuse_unknown_fields(const json& body) {
  for (const auto& [name, value] : body.items())
    if (std::ranges::find(fields, name) == fields.end()) {
      const auto meant = domain::nearest(name, fields);
      refuse(name, meant.empty() ? fmt::format("is not known; known are {}",
                                               fmt::join(fields, ", "))
                                 : "is not known; did you mean " + meant + "?");
    }
}

std::string text(const json& body, const char* field,
                 const std::vector<std::string>& known) {
  const auto allowed = fmt::format("must be one of {}", fmt::join(known, ", "));
  const auto found = body.find(field);
  if (found == body.end())
    refuse(field, "is missing; it " + allowed);
  // 500 and 429 are easily written without quotes.
  const auto value = found->is_number_integer() ? found->dump()
                     : found->is_string()       ? found->get<std::string>()
                                                : "";
  if (std::ranges::find(known, value) == known.end())
    refuse(field, allowed);
  return value;
}

double number(const json& body, const char* field, double otherwise,
              double least, double most) {
  const auto found = body.find(field);
  if (found == body.end())
    return otherwise;
  const auto value = found->is_number() ? found->get<double>() : -1.0;
  if (!(value >= least && value <= most))
    refuse(field, fmt::format("must be a number from {} to {}", least, most));
  return value;
}

std::chrono::milliseconds milliseconds(double count) {
  return std::chrono::milliseconds{std::llround(count)};
}

} // namespace

std::variant<domain::drill_order, control_error> parse_drill_order(
    std::string_view body, const std::vector<std::string>& providers) try {
  const auto from = parse_object(body);
  refuse_unknown_fields(from);
  domain::drill_order out;
  const auto provider = text(from, "provider", providers);
  out.provider = static_cast<std::size_t>(std::ranges::find(providers, provider)
                                          - providers.begin());
  out.fault = domain::parse_drill_fault(text(from, "fault", faults))
                  .value_or(domain::drill_fault::refuse);
  out.share = number(from, "share_percent", 100, 0.01, 100) / 100;
  out.length =
      milliseconds(number(from, "for_seconds", 60, 1, longest_seconds) * 1e3);
  out.delay =
      milliseconds(number(from, "delay_ms", 2'000, 1, longest_delay_ms));
  return out;
} catch (const wrong_field& wrong) {
  return wrong.error;
}

} // namespace bellwether::http
