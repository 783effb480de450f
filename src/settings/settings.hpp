#pragma once

#include "domain/budget.hpp"
#include "domain/catalog.hpp"
#include "domain/concurrency_limit.hpp"
#include "domain/failover.hpp"
#include "domain/health_policy.hpp"
#include "domain/probe_policy.hpp"
#include "domain/time_zone.hpp"
#include "settings/alerts.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bellwether::settings {

using std::chrono::milliseconds;

/// A TCP address to listen on; port 0 lets the system choose.
struct endpoint {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;

  bool operator==(const endpoint&) const = default;
};

/// "127.0.0.1:7300", "[::1]:7300".
std::string to_string(const endpoint& e);

/// Which wire format a provider speaks.
enum class provider_kind : std::uint8_t {
  openai,
  anthropic,
  gemini,
  deepseek,
  openai_compatible
};

std::string_view to_string(provider_kind k);

/// Where a provider of this kind is found if nobody says otherwise, or "".
std::string_view default_base_url(provider_kind k);

/// How long the parts of one attempt may take.
struct upstream_timeouts {
  milliseconds connect{10'000};
  milliseconds first_byte{30'000};
  milliseconds idle{60'000}; ///< silence between two bytes of an answer
};

struct provider {
  std::string name;
  provider_kind kind = provider_kind::openai_compatible;
  std::string base_url;     ///< http or https, without a trailing slash
  std::string api_key;      ///< secret: never log, print or report it
  std::string api_key_from; ///< "OPENAI_API_KEY", "file /path": safe to show
  bool needs_key = true;    ///< false: no key is configured at all
  upstream_timeouts timeouts;
  domain::stream_limits streams; ///< of models that set none of their own
  domain::concurrency_policy concurrency;
  std::size_t queue = 100;      ///< requests that may wait for a slot
  double quota_headroom = 0.05; ///< of its rate limits, left to others
  domain::probe_policy probe;
  std::size_t max_idle_connections = 256; ///< kept open, for each I/O thread
  std::vector<std::pair<std::string, std::string>> headers;
};

/// Limits of the port that applications reach.
struct gateway_limits {
  std::size_t max_connections = 10'000;
  std::size_t header_bytes = std::size_t{16} * 1024;
  std::size_t body_bytes = std::size_t{32} * 1024 * 1024;
  milliseconds header_timeout{10'000}; ///< for a whole request head
  milliseconds body_timeout{60'000};   ///< for a whole request body
  milliseconds idle_timeout{75'000};   ///< between two requests
  milliseconds write_timeout{60'000};  ///< a caller that takes nothing
};

/// What becomes of a tuning parameter that a provider does not have.
enum class unsupported_parameters : std::uint8_t {
  drop,   ///< left out; the answer's headers say so
  reject, ///< another provider, or 400 naming it
};

std::string_view to_string(unsupported_parameters u);

struct request_limits {
  domain::failover_policy failover;
  settings::unsupported_parameters unsupported = unsupported_parameters::drop;
  milliseconds timeout{120'000};        ///< to the whole answer
  milliseconds stream_timeout{600'000}; ///< to the end of a stream
  milliseconds keep_alive{15'000};      ///< of a silent stream; 0 = none
  double retry_share = 0.2; ///< retries at most, as a share of all requests
};

/// Who may change what the daemon does while it runs.
struct admin_access {
  std::string key;      ///< secret; "" = nobody
  std::string key_from; ///< safe to show
  bool drills = false;  ///< whether faults may be injected for a drill
};

/// How the ledger is kept.
struct ledger_settings {
  /// A ledger that cannot be written stops the service (503); else it goes on,
  /// and says so.
  bool refuse_on_failure = false;
  std::chrono::days keep_requests{90}; ///< single attempts
  std::chrono::days keep_hours{400};   ///< sums by hour; those by day stay
};

/// Who is served without a key.
enum class anonymous_callers : std::uint8_t {
  until_keys, ///< callers on this machine, as long as there is no key
  loopback,   ///< callers on this machine
  never,
};

std::string_view to_string(anonymous_callers a);

/// The zone of that name in the system's database, or null.
std::shared_ptr<const domain::time_zone> find_time_zone(
    const std::string& name);

/// A configuration that validated. Immutable; shared between threads.
struct settings {
  endpoint listen{"127.0.0.1", 7300};
  endpoint control{"127.0.0.1", 7301};
  std::size_t io_threads = 0; ///< 0 = as many as cores, at most 4
  std::string log_level = "info";
  gateway_limits limits;
  request_limits requests;
  domain::health_policy health;
  double objective = 0.999; ///< share of calls that are to be answered
  admin_access admin;
  /// Where health, holds and counts are kept over a restart; "" = nowhere.
  std::string state_dir;
  milliseconds memory_age{3'600'000}; ///< what is older is not taken up
  std::shared_ptr<const domain::time_zone> zone; ///< never null once loaded
  std::vector<domain::budget> budgets;
  ledger_settings ledger;
  alert_settings alerts;
  anonymous_callers anonymous = anonymous_callers::until_keys;
  std::vector<provider> providers; ///< those that are usable
  domain::catalog catalog;         ///< of the usable providers
  std::vector<std::string> notes;  ///< lines to print: disabled providers, ...
};

} // namespace bellwether::settings
