#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bellwether::simulator {

/// What goes wrong. docs/simulator.md says what each one does.
enum class fault_kind : std::uint8_t {
  none,
  refuse,
  reset,
  status,
  rate_limit,
  quota,
  hang_before_headers,
  hang_after_headers,
  cut,
  garbage,
  html,
  empty_200,
  invalid_json_200,
  error_in_200,
  error_in_stream,
  trickle,
  slow_headers,
  keepalive_comments,
  drop_usage,
  no_done,
  close_after_response,
  flap
};

/// How a cut answer ends: with a FIN or with a RST.
enum class cut_mode : std::uint8_t { eof, reset };

using header_list = std::vector<std::pair<std::string, std::string>>;

/// A fault and its parameters; the ones of other kinds mean nothing.
struct fault_plan {
  fault_kind kind = fault_kind::none;
  int status = 503;                    ///< status
  std::optional<std::string> body;     ///< status; none: the vendor's own
  header_list headers;                 ///< status
  std::optional<double> retry_after_s; ///< rate_limit
  std::size_t after = 1; ///< cut, error_in_stream: content chunks before it
  cut_mode mode = cut_mode::eof;           ///< cut
  std::chrono::milliseconds interval{};    ///< between two bytes or comments
  std::chrono::milliseconds duration{};    ///< keepalive_comments
  std::chrono::milliseconds up{};          ///< flap: healthy for so long, then
  std::chrono::milliseconds down{};        ///< for so long what `inner` says
  std::shared_ptr<const fault_plan> inner; ///< flap; never another flap
};

} // namespace bellwether::simulator
