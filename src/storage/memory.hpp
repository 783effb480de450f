#pragma once

#include "domain/availability.hpp"
#include "domain/health.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::storage {

/// What was learned of one model at a provider.
struct model_memory {
  domain::health_memory health;
  std::vector<std::chrono::nanoseconds> first_tokens; ///< of streams
  std::vector<std::chrono::nanoseconds> answers;      ///< plain ones

  bool operator==(const model_memory&) const = default;
};

/// What was learned of one provider.
struct provider_memory {
  domain::health_memory health;
  std::map<std::string, model_memory> models; ///< by name

  bool operator==(const provider_memory&) const = default;
};

/// What a daemon must know after a restart, so that a crash in an outage does
/// not start with a stampede.
struct memory {
  std::map<std::string, provider_memory> providers; ///< by name
  std::vector<domain::availability_hour> hours;
  std::vector<std::string> provider_order; ///< that of the counts in `hours`

  bool operator==(const memory&) const = default;
};

/// Both clocks at one moment: files hold wall clock times, the domain holds
/// steady ones.
struct moment {
  std::chrono::steady_clock::time_point steady;
  std::chrono::system_clock::time_point wall;
};

/// The memory as JSON text. It keeps milliseconds and no more; the moment zero
/// means "none" and stays it.
std::string write_memory(const memory& what, const moment& now);

/// The memory in the text, or a sentence why there is none: it is damaged, of
/// another version, or was written longer ago than `age` (then the hours alone
/// are taken up). No text is no memory, without a problem. Entries that are
/// damaged or too many are left out and counted: what is returned has at most
/// 1,000 providers, 10,000 models, 256 latencies of a kind and 721 hours, each
/// later than the one before and with as many counts as `provider_order` has
/// names. Never throws; any bytes may come.
struct read_result {
  memory what;
  std::string problem; ///< "" = all of it could be used
};
read_result read_memory(std::string_view text, const moment& now,
                        std::chrono::milliseconds age);

} // namespace bellwether::storage
