#pragma once

#include <string>

namespace bellwether::alerts {

/// Who writes, in every message.
struct letterhead {
  std::string instance;      ///< "bellwether@host"
  std::string dashboard_url; ///< "" = no links
};

} // namespace bellwether::alerts
