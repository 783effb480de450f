#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace bellwether::domain {

/// What a request asks a model to do.
enum class task : std::uint8_t { chat, embeddings };

/// What the router may know of a request: never the prompt itself.
struct request_facts {
  domain::task task = domain::task::chat;
  std::string model;             ///< as the caller wrote it
  std::int64_t prompt_chars = 0; ///< UTF-8 bytes of texts, tools, schemas
  std::optional<std::int64_t> max_output_tokens;
  bool stream = false;
  bool wants_usage = false; ///< asked for the usage chunk of a stream
  bool tools = false;
  bool vision = false;
  bool audio = false;
  bool json_schema = false;
  bool remote_images = false; ///< images by URL, not only as data
  bool documents = false;     ///< file parts, such as a PDF
  bool many_choices = false;  ///< n > 1
  /// What the caller wants to find again in the ledger: `metadata`, compact
  /// JSON of at most 1 KiB; "" for none, or more.
  std::string metadata;
};

/// The tutorial's rule: four characters make a token.
constexpr std::int64_t estimate_tokens(std::int64_t chars) {
  return (chars + 3) / 4;
}

} // namespace bellwether::domain
