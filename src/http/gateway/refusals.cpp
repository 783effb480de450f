#include "http/gateway/refusals.hpp"

namespace bellwether::http {

reply refuse_plan(const domain::plan_refusal& why) {
  using reason = domain::plan_refusal::reason;
  switch (why.why) {
    case reason::unknown_model:
      return error_reply(
          404,
          {.message = why.detail, .param = "model", .code = "model_not_found"});
    case reason::context_too_long:
      return error_reply(400, {.message = why.detail,
                               .param = "messages",
                               .code = "context_length_exceeded"});
    case reason::lacks_capability:
      break;
  }
  return error_reply(400, {.message = why.detail,
                           .param = "model",
                           .code = "unsupported_capability"});
}

/// Our own chain is used up: a client that tries again at once only adds to
/// the load.
reply refuse_exhausted(const domain::exhausted& why) {
  auto out = error_reply(why.status, {.message = why.message,
                                      .type = why.type,
                                      .param = why.param,
                                      .code = why.code});
  if (why.retry_after)
    out.headers.emplace_back("Retry-After",
                             std::to_string(why.retry_after->count()));
  if (why.status == 402 || why.status == 429 || why.status >= 500)
    out.headers.emplace_back("x-should-retry", "false");
  return out;
}

/// 402 and not 429: clients ask again by themselves after that.
reply refuse_budget(const domain::budget_refusal& why) {
  const bool unpriced = why.why == domain::budget_refusal::reason::unpriced;
  return refuse_exhausted(
      {.status = 402,
       .type = "budget_error",
       .code = unpriced ? "model_without_price" : "budget_exceeded",
       .param = unpriced ? "model" : "",
       .message = domain::explain(why)});
}

reply refuse_ledger() {
  return refuse_exhausted({.status = 503,
                           .type = "service_unavailable_error",
                           .code = "ledger_unavailable",
                           .message = "the ledger cannot be written, and "
                                      "nothing is served that it does not "
                                      "have; the request was not sent to any "
                                      "provider",
                           .retry_after = std::chrono::seconds{5}});
}

reply refuse_unpaid(const unpaid& why) {
  if (const auto* budget = std::get_if<domain::budget_refusal>(&why))
    return refuse_budget(*budget);
  return refuse_ledger();
}

reply refuse_unrouted() {
  return refuse_exhausted({.status = 503,
                           .type = "service_unavailable_error",
                           .code = "internal_error",
                           .message = "the router did not answer; the request "
                                      "was not sent to any provider",
                           .retry_after = std::chrono::seconds{1}});
}

} // namespace bellwether::http
