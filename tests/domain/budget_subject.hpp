#pragma once

#include "domain/budget_book.hpp"
#include "domain/clock_zone.hpp"

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace bellwether::domain {

inline const spender ann{"ann", "web", "auto", "openai", "gpt"};
inline const spender bob{"bob", "data", "fast", "google", "gemini"};

/// A monthly budget for everything that tells of thresholds only.
inline budget bound(const std::string& name, double limit_usd,
                    const std::string& each = "month") {
  budget b;
  b.name = name;
  b.limit = money::usd(limit_usd);
  b.period = parse_period(each).value();
  b.forecast_percent.reset();
  b.spike_factor.reset();
  return b;
}

/// A book with a clock that a test sets.
struct budget_subject {
  explicit budget_subject(std::vector<budget> rules,
                          const time_zone& zone = utc())
      : book{std::move(rules),
             std::shared_ptr<const time_zone>{std::shared_ptr<void>{}, &zone}} {
  }

  void at(const std::string& text) { now = moment(text); }

  auto ask(double usd, const spender& who = ann) {
    return book.reserve(who, money::usd(usd), now);
  }

  budget_claim claim(double usd, const spender& who = ann) {
    auto answer = ask(usd, who);
    if (auto* given = std::get_if<budget_claim>(&answer))
      return std::move(*given);
    throw std::logic_error{explain(std::get<budget_refusal>(answer))};
  }

  budget_refusal refusal(double usd, const spender& who = ann) {
    auto answer = ask(usd, who);
    return std::get<budget_refusal>(answer);
  }

  bool fits(double usd, const spender& who = ann) {
    auto answer = ask(usd, who);
    if (const auto* given = std::get_if<budget_claim>(&answer))
      book.release(*given);
    return std::holds_alternative<budget_claim>(answer);
  }

  void spend(double usd, const spender& who = ann) {
    book.spend(who, money::usd(usd), now);
  }

  budget_report report(std::size_t place = 0) const {
    return book.report(now).at(place);
  }

  double spent(std::size_t place = 0) const {
    return report(place).spent.usd();
  }

  /// The thresholds that were told since it was asked last, in order.
  std::vector<int> told() {
    std::vector<int> out;
    for (const budget_event& e : book.take_events())
      if (e.what == budget_event::kind::threshold)
        out.push_back(e.percent);
    return out;
  }

  /// How often that was told since anything was asked last.
  std::vector<budget_event> told(budget_event::kind what) {
    std::vector<budget_event> out = book.take_events();
    std::erase_if(out, [&](const budget_event& e) { return e.what != what; });
    return out;
  }

  wall_time now = moment("2026-11-10T12:00:00Z");
  budget_book book;
};

} // namespace bellwether::domain
