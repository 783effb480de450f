#include "domain/quota.hpp"

#include <algorithm>
#include <cmath>

namespace bellwether::domain {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds unknown_reset = std::chrono::minutes{1};

// A provider may name any time; daily limits are the longest that are common.
constexpr milliseconds longest_reset = std::chrono::hours{24};

// Of one attempt: callers may ask for any number, and sums must not overflow.
constexpr std::int64_t most_tokens = 1'000'000'000;

bool makes_sense(const quota_reading& r) {
  return r.limit.value_or(0) >= 0 && r.remaining.value_or(0) >= 0
         && r.reset_in.value_or(milliseconds::zero()) >= milliseconds::zero();
}

// Overdrawn is overdrawn: by how much does not matter, and could overflow.
void withdraw(std::optional<std::int64_t>& remaining, std::int64_t amount) {
  if (remaining && *remaining >= 0)
    *remaining -= std::max<std::int64_t>(amount, 0);
}

std::optional<std::int64_t> not_negative(std::optional<std::int64_t> left) {
  if (left)
    left = std::max<std::int64_t>(*left, 0);
  return left;
}

} // namespace

quota::quota(double headroom) : headroom_{headroom} {}

void quota::account::learn(const quota_reading& from, std::int64_t unknown,
                           time_point now) {
  if (!makes_sense(from))
    return;
  if (from.limit)
    limit = from.limit;
  // A reset alone must not bring back what was forgotten.
  if (!from.remaining)
    return;
  remaining = from.remaining;
  withdraw(remaining, unknown);
  reset = now + std::min(from.reset_in.value_or(unknown_reset), longest_reset);
}

std::optional<std::int64_t> quota::account::left(time_point now) const {
  return now < reset ? remaining : std::nullopt;
}

bool quota::account::covers(std::int64_t amount, double headroom,
                            time_point now) const {
  const auto known = left(now);
  if (!known)
    return true;
  const double kept =
      std::floor(headroom * static_cast<double>(limit.value_or(0)));
  const auto reserve = static_cast<std::int64_t>(kept);
  return *known >= reserve && amount <= *known - reserve;
}

void quota::learn(const quota_report& report, const quota_mark& asked,
                  time_point now) {
  // A stream tells at its end what its beginning said.
  if (asked.requests < learned_)
    return;
  learned_ = asked.requests;
  requests_.learn(report.requests, spent_.requests - asked.requests, now);
  tokens_.learn(report.tokens, spent_.tokens - asked.tokens, now);
}

quota_mark quota::spend(std::int64_t tokens) {
  tokens = std::clamp<std::int64_t>(tokens, 0, most_tokens);
  withdraw(requests_.remaining, 1);
  withdraw(tokens_.remaining, tokens);
  ++spent_.requests;
  spent_.tokens += tokens;
  return spent_;
}

std::optional<quota::time_point> quota::short_until(std::int64_t tokens,
                                                    time_point now) const {
  std::optional<time_point> out;
  if (!requests_.covers(1, headroom_, now))
    out = requests_.reset;
  if (!tokens_.covers(std::max<std::int64_t>(tokens, 0), headroom_, now))
    out = std::max(out.value_or(tokens_.reset), tokens_.reset);
  return out;
}

std::optional<std::int64_t> quota::remaining_requests(time_point now) const {
  return not_negative(requests_.left(now));
}

std::optional<std::int64_t> quota::remaining_tokens(time_point now) const {
  return not_negative(tokens_.left(now));
}

} // namespace bellwether::domain
