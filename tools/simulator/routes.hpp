#pragma once

#include "simulator/vendor.hpp"

#include <cstdint>
#include <string_view>

namespace bellwether::simulator {

/// What a path speaks: OpenAI's format, the same at Google's compatible
/// endpoint, Anthropic's Messages, Gemini's own.
enum class dialect : std::uint8_t { openai, compat, anthropic, gemini };

/// What a request's method and path mean.
enum class endpoint : std::uint8_t {
  chat,
  embeddings,
  batch_embeddings,
  models,
  wrong_method,
  unknown
};

/// Where a request goes.
struct destination {
  dialect speaks = dialect::openai;
  endpoint what = endpoint::unknown;
  std::string_view model{}; ///< in the path; lives as long as the path
  bool stream = false;      ///< the path asks for a stream
  bool events = true;       ///< a stream is made of server-sent events
};

/// Every provider has all paths. `anthropic_client`: the request has the
/// header anthropic-version.
destination route(std::string_view method, std::string_view target,
                  bool anthropic_client);

/// Whose errors and headers answer there: a path of one vendor's own decides
/// for itself, the others have those of the provider.
vendor manners_at(const destination& to, vendor providers_own);

} // namespace bellwether::simulator
