#pragma once

#include "domain/budget.hpp"
#include "domain/conclude.hpp"
#include "domain/plan.hpp"
#include "http/gateway/attempt_account.hpp"
#include "http/gateway/reply.hpp"

namespace bellwether::http {

/// Nobody may be asked: the request names no model, or asks too much of it.
reply refuse_plan(const domain::plan_refusal& why);

/// Everybody was asked.
reply refuse_exhausted(const domain::exhausted& why);

/// A hard budget does not pay for it.
reply refuse_budget(const domain::budget_refusal& why);

/// The ledger cannot be written, and nothing is served without it.
reply refuse_ledger();

/// An attempt must not be made.
reply refuse_unpaid(const unpaid& why);

/// The router gave no answer, so nobody was asked.
reply refuse_unrouted();

} // namespace bellwether::http
