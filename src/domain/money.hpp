#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace bellwether::domain {

/// An amount of US dollars as an integer number of nano-dollars, so that sums
/// are exact. Holds up to about 9.2 billion dollars.
class money {
public:
  constexpr money() = default;

  static constexpr money nanos(std::int64_t n) { return money{n}; }

  /// Nearest nano-dollar to `usd`.
  static money usd(double usd);

  constexpr std::int64_t nanos() const { return nanos_; }
  double usd() const { return static_cast<double>(nanos_) / 1e9; }

  constexpr auto operator<=>(const money&) const = default;

  constexpr money& operator+=(money other) {
    nanos_ += other.nanos_;
    return *this;
  }
  friend constexpr money operator+(money a, money b) { return a += b; }
  friend constexpr money operator-(money a, money b) {
    return money{a.nanos_ - b.nanos_};
  }

private:
  constexpr explicit money(std::int64_t n) : nanos_{n} {}

  std::int64_t nanos_ = 0;
};

/// All nine decimals of the amount, without a currency sign: "0.000012600".
std::string to_string(money amount);

} // namespace bellwether::domain
