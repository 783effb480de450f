#pragma once

#include "domain/conclude.hpp"
#include "domain/plan.hpp"
#include "http/gateway/reply.hpp"

namespace bellwether::http {

/// Nobody may be asked: the request names no model, or asks too much of it.
reply refuse_plan(const domain::plan_refusal& why);

/// Everybody was asked.
reply refuse_exhausted(const domain::exhausted& why);

/// The router gave no answer, so nobody was asked.
reply refuse_unrouted();

} // namespace bellwether::http
