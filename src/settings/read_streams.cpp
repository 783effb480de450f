#include "settings/sections.hpp"

namespace bellwether::settings {

void read_streams(object_reader stream, domain::stream_limits& out) {
  const range wait{0, 3'600'000};
  stream.duration("first_token_ms", out.first_token, wait);
  stream.duration("between_tokens_ms", out.between_tokens, wait);
  stream.whole("min_tokens_per_second", out.min_tokens_per_second,
               {0, 100'000, "tokens"});
  stream.duration("rate_window_ms", out.rate_window, {1'000, 600'000});
  stream.duration("total_ms", out.total, {0, 86'400'000});
}

} // namespace bellwether::settings
