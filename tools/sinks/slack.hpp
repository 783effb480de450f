#pragma once

#include "sinks/request.hpp"

namespace bellwether::sinks {

/// What a Slack incoming webhook answers to a request; its pace is not looked
/// at. Notes: "mentions".
finding check_slack(const request& r);

} // namespace bellwether::sinks
