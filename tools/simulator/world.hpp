#pragma once

#include "simulator/pacer.hpp"

#include <boost/asio/io_context.hpp>

#include <cstdint>

namespace bellwether::simulator {

/// What all providers of a simulator share.
struct world {
  explicit world(boost::asio::io_context& io) : pace{io} {}

  pacer pace;
  std::uint64_t seed = 1;
  clock::time_point start = clock::now();
  std::uint64_t requests = 0;
};

} // namespace bellwether::simulator
