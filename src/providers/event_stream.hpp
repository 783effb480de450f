#pragma once

#include "providers/codec.hpp"
#include "providers/sse_decoder.hpp"
#include "providers/stream_shape.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::providers {

/// Streams begin only after a 200.
inline constexpr int stream_status = 200;

/// The stream broke before its format's own end.
domain::failure cut_off();

/// What decoders of server-sent events have in common: a failure ends them, a
/// body or a page that comes instead of a stream is recognised, and a last
/// event needs no blank line behind it.
class event_stream : public stream_decoder {
public:
  std::optional<domain::failure> feed(std::string_view bytes,
                                      std::vector<stream_event>& out) final;
  std::optional<domain::failure> finish(std::vector<stream_event>& out) final;
  bool complete() const final { return complete_; }
  const std::optional<domain::usage>& usage() const final { return usage_; }

protected:
  using fault = std::optional<domain::failure>;
  using events = std::vector<stream_event>;

  /// One event.
  virtual fault take_event(std::string_view name, std::string_view data,
                           events& out) = 0;

  /// Whether the data of a last event whose end never came is all there.
  virtual bool is_whole(std::string_view data) const = 0;

  /// A JSON document that came instead of a stream.
  virtual fault take_body(std::string_view body, events& out) = 0;

  /// The provider closed its stream without the format's own end.
  virtual fault take_end(events& out) = 0;

  /// Nothing more will come.
  void set_complete() { complete_ = true; }
  void set_usage(const std::optional<domain::usage>& usage) { usage_ = usage; }

private:
  fault fail(fault what);
  fault keep(std::string_view bytes);
  fault decode(events& out);

  sse_decoder sse_;
  std::string body_; ///< a body that is no stream
  std::optional<domain::usage> usage_;
  fault failed_;
  stream_shape shape_ = stream_shape::unknown;
  bool complete_ = false;
};

} // namespace bellwether::providers
