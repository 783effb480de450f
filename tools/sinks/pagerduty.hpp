#pragma once

#include "sinks/request.hpp"

namespace bellwether::sinks {

/// What PagerDuty's Events API v2 answers to a request. The body of a success
/// is left to who keeps the incidents.
finding check_pagerduty(const request& r);

} // namespace bellwether::sinks
