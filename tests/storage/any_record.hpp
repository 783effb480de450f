#pragma once

#include "domain/any.hpp"
#include "storage/ledger_record.hpp"

#include <limits>
#include <string>

namespace bellwether::storage {

/// A text of any bytes.
inline std::string any_text(std::size_t longest = 40) {
  return *rc::gen::container<std::string>(
      domain::any_of<std::size_t>(0, longest), rc::gen::arbitrary<char>());
}

/// A number of any size and sign, the extremes among them.
inline std::int64_t any_number() {
  using limits = std::numeric_limits<std::int64_t>;
  return *rc::gen::weightedOneOf<std::int64_t>(
      {{6, rc::gen::arbitrary<std::int64_t>()},
       {2, rc::gen::element(limits::min(), limits::max(), std::int64_t{0})},
       {4, rc::gen::inRange<std::int64_t>(-300, 300)}});
}

inline domain::wall_time any_time() {
  return domain::wall_time{std::chrono::milliseconds{any_number()}};
}

inline domain::spender any_spender() {
  return {any_text(), any_text(), any_text(), any_text(), any_text()};
}

inline domain::usage any_usage() {
  return {any_number(), any_number(), any_number(), any_number(), any_number()};
}

inline domain::ledger_reservation any_reservation() {
  return {static_cast<std::uint64_t>(any_number()),
          any_time(),
          any_text(),
          static_cast<unsigned>(any_number()),
          any_spender(),
          domain::money::nanos(any_number()),
          any_usage(),
          *rc::gen::arbitrary<bool>(),
          any_text(1'024)};
}

inline domain::ledger_entry any_entry() {
  using std::chrono::microseconds;
  domain::ledger_entry e;
  e.reservation = static_cast<std::uint64_t>(any_number());
  e.at = any_time();
  e.request_id = any_text();
  e.attempt = static_cast<unsigned>(any_number());
  e.who = any_spender();
  e.used = any_usage();
  e.cost = domain::money::nanos(any_number());
  e.dearest = domain::money::nanos(any_number());
  e.priced = *rc::gen::arbitrary<bool>();
  e.estimated = *rc::gen::arbitrary<bool>();
  e.outcome = static_cast<domain::entry_outcome>(domain::any_of(0, 7));
  e.failure = any_text();
  e.stream = *rc::gen::arbitrary<bool>();
  e.latency = microseconds{any_number()};
  if (*rc::gen::arbitrary<bool>())
    e.first_token = microseconds{any_number()};
  e.metadata = any_text(1'024);
  return e;
}

inline domain::fired_mark any_mark() {
  return {any_text(), any_time(),
          static_cast<domain::budget_event::kind>(domain::any_of(0, 4)),
          static_cast<int>(any_number())};
}

inline ledger_record any_record() {
  switch (domain::any_of(0, 3)) {
    case 0:
      return any_reservation();
    case 1:
      return any_entry();
    default:
      return any_mark();
  }
}

} // namespace bellwether::storage
