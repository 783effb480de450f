#pragma once

#include "domain/health.hpp"
#include "domain/request_facts.hpp"
#include "http/gateway/caller_identity.hpp"

#include <chrono>
#include <cstdint>
#include <string>

namespace bellwether::http {

/// A call as it came from a caller: a chat completion, or embeddings.
struct received_call {
  std::string body; ///< valid JSON, as its endpoint's reader saw it
  domain::request_facts facts;
  caller_identity sender;
  std::string id;           ///< for x-request-id
  std::int64_t created = 0; ///< Unix seconds
  domain::time_point received;
  std::chrono::milliseconds timeout{0}; ///< to the answer, or its first token
  bool base64_vectors = false;          ///< of embeddings

  domain::time_point deadline() const { return received + timeout; }
};

} // namespace bellwether::http
