#pragma once

#include "alerts/parcel.hpp"
#include "alerts/verdict.hpp"

#include <chrono>
#include <memory>
#include <string>

namespace bellwether::alerts {

/// Where posts may go, and how long they may take.
struct post_limits {
  bool allow_private = false;
  std::string ca_file; ///< "" = the system's
  std::chrono::milliseconds timeout{10'000};
};

/// Posts parcels, one at a time: to the address that was checked, with TLS
/// verified against the name, without following redirects. Reads little of the
/// answer. Never throws.
class http_post {
public:
  explicit http_post(post_limits limits);
  ~http_post();
  http_post(const http_post&) = delete;
  http_post& operator=(const http_post&) = delete;

  /// Blocks for some times the time-out at most.
  sink_answer send(const parcel& what);

  /// Ends what is under way. From any thread.
  void stop();

private:
  class impl;
  std::unique_ptr<impl> impl_;
};

} // namespace bellwether::alerts
