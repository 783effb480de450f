#pragma once

#include "load/options.hpp"
#include "load/recorder.hpp"

#include <chrono>

namespace bellwether::load {

/// What a run has measured.
struct run_result {
  recorder results;
  std::chrono::duration<double> took{};
};

/// Makes the load on the caller's thread and ends by itself: after the
/// duration (or the streams) and at most one timeout for what is still under
/// way. Throws std::runtime_error before anything is sent when the options
/// cannot be followed.
run_result make_load(const options& o);

} // namespace bellwether::load
