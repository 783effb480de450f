#pragma once

#include "providers/codec.hpp"
#include "surfaces/surface.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::http {

/// One attempt's stream, from the provider's bytes to the caller's. Holds back
/// what carries no content, so that the call can still go to another provider
/// unseen; after the first content nothing is held back and nothing can be
/// taken back.
class stream_relay {
public:
  /// Without a `form` it holds everything back until bind(): another attempt
  /// may be faster, and only one may write in the caller's form.
  stream_relay(surfaces::inbound* form,
               std::unique_ptr<providers::stream_decoder> decoder,
               bool wants_usage);

  /// What was held back, and all that comes, goes into this form.
  void bind(surfaces::inbound& form);

  /// Decodes bytes, "" at the end of the provider's stream, and prepares what
  /// they complete for the caller. Sets `over` when nothing more will come.
  std::optional<domain::failure> take(std::string_view bytes, bool& over);

  /// What may be sent, "" for nothing.
  std::string_view ready() const { return out_; }

  /// What was ready is the caller's.
  void sent() { out_.clear(); }

  /// Whether there is something for the caller.
  bool started() const { return started_; }

  const std::optional<domain::usage>& usage() const {
    return decoder_->usage();
  }
  std::int64_t content_chars() const { return content_chars_; }

private:
  void prepare(providers::stream_event& event);
  void release();

  surfaces::inbound* form_;
  std::unique_ptr<providers::stream_decoder> decoder_;
  bool wants_usage_;
  std::vector<providers::stream_event> events_;
  std::vector<providers::stream_event> held_;
  std::string out_;
  std::int64_t content_chars_ = 0;
  bool started_ = false;
};

} // namespace bellwether::http
