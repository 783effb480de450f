// What an attempt is charged: the part of attempt_runner that is about money.
#include "http/gateway/attempt_runner.hpp"

#include <algorithm>

namespace bellwether::http {

using std::chrono::steady_clock;

charged attempt_runner::settle(attempt_end how) {
  how.latency = steady_clock::now() - started_;
  how.first_token = first_token();
  account_.settle(how);
  return {how.used, how.estimated, account_.cost_of(how.used)};
}

charged attempt_runner::settle_answered(
    const std::optional<domain::usage>& reported, std::int64_t answer_bytes) {
  return settle({.how = domain::entry_outcome::answered,
                 .used = reported ? *reported : account_.estimate(answer_bytes),
                 .estimated = !reported,
                 .answer_bytes = answer_bytes});
}

/// Providers do not charge a request that they refuse.
charged attempt_runner::settle_unfinished(domain::entry_outcome how,
                                          std::string_view failure) {
  attempt_end end{.how = how, .failure = failure};
  const bool refused = how == domain::entry_outcome::failed && !accepted();
  const auto used = refused ? std::nullopt : used_so_far();
  if (used) {
    end.used = *used;
    end.estimated = !answer_.usage;
    end.answer_bytes = relay_ ? relay_->content_chars() : 0;
  }
  return settle(end);
}

/// What a provider has reported of a stream that is not complete lags behind.
std::optional<domain::usage> attempt_runner::used_so_far() const {
  if (!exchange_)
    return std::nullopt;
  if (answer_.usage)
    return answer_.usage;
  const auto seen = account_.estimate(relay_ ? relay_->content_chars() : 0);
  if (!relay_ || !relay_->usage())
    return seen;
  auto used = *relay_->usage();
  used.prompt = std::max(used.prompt, seen.prompt);
  used.completion = std::max(used.completion, seen.completion);
  return used;
}

} // namespace bellwether::http
