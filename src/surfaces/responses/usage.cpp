#include "surfaces/responses/usage.hpp"

namespace bellwether::surfaces {

std::string write_usage(const domain::usage& used, bool estimated) {
  std::string out = R"({"input_tokens":)" + std::to_string(used.prompt);
  out += R"(,"input_tokens_details":{"cached_tokens":)";
  out += std::to_string(used.cached);
  out += R"(,"cache_write_tokens":)" + std::to_string(used.cache_write);
  out += R"(},"output_tokens":)" + std::to_string(used.completion);
  out += R"(,"output_tokens_details":{"reasoning_tokens":)";
  out += std::to_string(used.reasoning);
  out += R"(},"total_tokens":)" + std::to_string(used.total());
  if (estimated)
    out += R"(,"estimated":true)";
  out += '}';
  return out;
}

} // namespace bellwether::surfaces
