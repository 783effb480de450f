#pragma once

#include "domain/price.hpp"
#include "providers/json_dom.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace bellwether::providers::anthropic {

/// Anthropic's counters. `input` leaves out what the cache has to do with, and
/// `output` has thinking in it. Streams report them twice.
class token_counts {
public:
  /// Takes over what a `usage` object counts. Counts only grow: an event that
  /// names fewer, or null, takes nothing back.
  void merge(const dom::element& usage);

  /// As OpenAI counts. Nothing before anything was reported.
  std::optional<domain::usage> total() const;

private:
  std::optional<std::int64_t> input_;
  std::optional<std::int64_t> output_;
  std::int64_t cache_read_ = 0;
  std::int64_t cache_write_ = 0;
  std::int64_t thinking_ = 0;
};

/// As an OpenAI `usage` object.
std::string usage_json(const domain::usage& usage);

} // namespace bellwether::providers::anthropic
