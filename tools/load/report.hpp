#pragma once

#include "load/run.hpp"

#include <string>

namespace bellwether::load {

/// The two forms of a result. Both sort the values in it.
std::string report_json(run_result& r);
std::string report_table(run_result& r);

} // namespace bellwether::load
