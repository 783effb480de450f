#pragma once

#include "providers/codec.hpp"

#include <string>
#include <string_view>

namespace bellwether::providers::anthropic {

/// Writes the chunks of one stream, which share their head.
class chunk_writer {
public:
  /// Nothing is written before.
  void open(std::string_view id, std::int64_t created, std::string_view model);
  bool is_open() const { return !head_.empty(); }

  stream_event role() const;

  /// Text under its name in the delta.
  stream_event text(std::string_view name, std::string_view text) const;

  /// The signed block at the end of a thought, as JSON.
  stream_event thought(std::string_view block) const;

  stream_event call(std::size_t place, std::string_view id,
                    std::string_view name) const;
  stream_event arguments(std::size_t place, std::string_view piece) const;
  stream_event finish(std::string_view reason) const;
  stream_event usage(const domain::usage& used) const;

private:
  stream_event content(const std::string& delta, std::size_t chars) const;
  std::string chunk(std::string_view delta, std::string_view finish) const;

  std::string head_;
};

} // namespace bellwether::providers::anthropic
