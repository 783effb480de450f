#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bellwether::simulator {

/// A part of an answer: the tokens that were made for it, and the bytes of what
/// a caller reads in it, without JSON and framing.
struct made_content {
  std::size_t tokens = 0;
  std::size_t text = 0;
  std::size_t thoughts = 0;
  std::size_t calls = 0; ///< arguments

  made_content& operator+=(const made_content& other);
};

/// Why a request is charged for, or not.
enum class bill_reason : std::uint8_t {
  open,            ///< not over
  answer,          ///< the whole answer was sent
  client_gone,     ///< within the answer, or before it
  cut,             ///< by the provider
  error_in_stream, ///< the provider's own
  refused,         ///< with an error status
  no_answer,       ///< the provider failed before it made one
  free_of_charge,
};

std::string_view name_of(bill_reason r);

/// How much of the usage left the socket.
enum class told_usage : std::uint8_t {
  none,
  part, ///< the prompt's; the answer's only as far as it had come
  whole
};

std::string_view name_of(told_usage t);

/// What a provider charges for one request.
struct bill {
  bill_reason why = bill_reason::open;
  std::size_t prompt_tokens = 0; ///< all of them, the cache's too
  std::size_t cached_tokens = 0;
  std::size_t cache_write_tokens = 0;
  std::size_t prompt_bytes = 0; ///< of the texts of all messages
  made_content made; ///< the tokens that were made, the bytes that were sent
  bool head_sent = false;
  told_usage told = told_usage::none;

  bool billed() const;
};

/// Of a request that is not billed the tokens are 0, and the bytes as they are.
nlohmann::json to_json(const bill& b);

} // namespace bellwether::simulator
