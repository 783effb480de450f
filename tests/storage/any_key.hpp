#pragma once

#include "domain/any.hpp"
#include "storage/key_file.hpp"

#include <chrono>
#include <limits>
#include <string>
#include <vector>

namespace bellwether::storage {

inline domain::wall_time any_moment() {
  constexpr std::int64_t last = 253'402'300'799'999; // of the year 9999
  return domain::wall_time{
      std::chrono::milliseconds{domain::any_of<std::int64_t>(0, last)}};
}

inline domain::key_budget any_key_budget() {
  using domain::period_kind;
  domain::key_budget out;
  out.limit = domain::money::nanos(domain::any_of<std::int64_t>(
      0, std::numeric_limits<std::int64_t>::max()));
  out.period.kind = static_cast<period_kind>(domain::any_of(0, 6));
  if (out.period.kind == period_kind::rolling)
    out.period.length = std::chrono::minutes{domain::any_of(10, 400 * 24 * 60)};
  return out;
}

/// A key with any of what a key may have; the number makes it unique.
inline domain::caller_key any_key(std::size_t number) {
  const auto maybe = [] {
    return domain::any_of(0, 2) == 0;
  };
  domain::caller_key key;
  key.name = "key-" + std::to_string(number);
  key.hash = hash_secret(key.name);
  key.created = any_moment();
  if (maybe())
    key.team = "Team_" + std::to_string(domain::any_of(0, 9)) + ".x";
  if (maybe())
    key.hint = "bw-\"\\/ \xc3\xa9";
  if (maybe())
    key.revoked = any_moment();
  if (maybe()) {
    key.former_hash = hash_secret("former " + key.name);
    key.former_until = any_moment();
  }
  if (maybe())
    key.budget = any_key_budget();
  if (maybe())
    key.requests_per_minute = domain::any_of<std::int64_t>(1, 1'000'000);
  if (maybe())
    key.tokens_per_minute = domain::any_of<std::int64_t>(1, 1'000'000'000);
  if (maybe())
    key.models = {"auto", "meta/llama-3:70b"};
  return key;
}

inline std::vector<domain::caller_key> any_keys() {
  std::vector<domain::caller_key> out;
  for (auto count = domain::any_of<std::size_t>(0, 6); count > 0; --count)
    out.push_back(any_key(count));
  return out;
}

} // namespace bellwether::storage
