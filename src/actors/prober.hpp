#pragma once

#include "actors/permit.hpp"

#include <cstddef>

namespace bellwether::actors {

/// Who can ask a provider whether it is well. Implemented by the data plane;
/// called from the actors' threads.
class prober {
public:
  virtual ~prober() = default;

  /// Probes the provider as its settings say, and reports through the permit.
  /// Does not wait for it.
  virtual void probe(std::size_t provider, permit slot) = 0;
};

} // namespace bellwether::actors
