#pragma once

#include "domain/finished_call.hpp"
#include "http/gateway/attempt_runner.hpp"
#include "http/gateway/received_call.hpp"
#include "http/gateway/reply.hpp"
#include "http/gateway/services.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace bellwether::http {

/// What the caller, and the books, are told of a call beside the answer.
struct call_summary {
  domain::finished_call call;
  std::string provider; ///< who answered, or was tried last; "" if none was
  unsigned attempts = 0;
  std::string degraded_by; ///< the budget that chose a cheaper model, or ""
  std::chrono::nanoseconds waited{0}; ///< for providers' answers
  std::chrono::nanoseconds paused{0}; ///< before a provider was asked again
};

/// What one call comes to: who was tried, what it cost, and the actors that are
/// told of it in the end.
class call_books {
public:
  call_books(const services& with, actors::directory_view& actors,
             const received_call& call)
      : with_{with}, actors_{actors}, call_{call} {}

  const call_summary& summary() const { return summary_; }
  call_summary& summary() { return summary_; }

  /// Another attempt is made; or it must not be, and why.
  std::optional<unpaid> begin(attempt_runner& at);

  /// This is the attempt that speaks for the call from now on.
  void name(const attempt_runner& at);

  // Each settles the attempt, so that it is in the ledger, and puts into the
  // summary what that means for the call.
  /// It answered, and reported that it used so much; else that is estimated.
  void answered(attempt_runner& at, const std::optional<domain::usage>& used,
                std::int64_t answer_bytes);
  /// It broke within its answer, or the caller left within it.
  void broke(attempt_runner& at, domain::failure_class why);
  /// It failed before it had anything for the caller, or the caller left.
  void failed(attempt_runner& at, domain::failure_class why);
  /// It ran beside the one that won.
  void lost(attempt_runner& at);

  /// "provider/model", for people.
  std::string name_of(const attempt_runner& at) const;

  /// Names who answered.
  void append_origin(header_list& to) const;

  /// The x-bellwether-* headers, as known now. `at`: who speaks for the call.
  header_list headers(const attempt_runner* at) const;

  /// Tells the actors. Once, when the call is over. `hedge_reserved`: the
  /// call's.
  void close(const std::optional<domain::money>& hedge_reserved);

private:
  const domain::deployment& model_of(const attempt_runner& at) const;
  void take(const charged& what);
  static charged settle(attempt_runner& at, domain::entry_outcome how,
                        domain::failure_class why);
  void settle_hedging(const std::optional<domain::money>& reserved) const;

  const services& with_;
  actors::directory_view& actors_;
  const received_call& call_;
  call_summary summary_;
};

} // namespace bellwether::http
