#pragma once

#include "domain/failure.hpp"
#include "domain/model_traits.hpp"
#include "domain/price.hpp"
#include "domain/quota.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace bellwether::providers {

/// A header's value by its name (any case), "" if the answer has none.
using header_lookup = std::function<std::string_view(std::string_view)>;

/// The head of a provider's answer. A view: valid while the answer is.
struct answer_head {
  int status = 0;
  header_lookup header;
};

/// What an encoded request is addressed to.
struct target {
  std::string upstream_model;
  std::int64_t max_output_tokens = 0; ///< 0 = not known
  domain::model_traits traits;
};

/// A request in a provider's format.
struct encoded {
  std::string body;
  /// Tuning parameters of the caller that the provider or model does not have
  /// and that were left out, by their OpenAI names.
  std::vector<std::string> dropped;
};

/// What decoding must know of a call beside its provider's bytes. The texts
/// must outlive the decoder.
struct decode_context {
  std::int64_t created = 0;    ///< Unix seconds, where the provider says none
  std::string_view request_id; ///< makes ids unique that it does not give
  std::string_view model;      ///< upstream's name, where it does not say it
  bool base64_vectors = false; ///< embeddings as base64, not as numbers
  bool many_choices = false;   ///< n above 1 was asked for
};

/// A complete answer in OpenAI's shape, ready for the caller.
struct answer {
  std::string body;
  std::optional<domain::usage> usage; ///< as the provider reported it
};

/// One event of a stream, already in OpenAI's shape.
struct stream_event {
  enum class kind : std::uint8_t {
    role,    ///< opens the stream, carries no content: may be held back
    content, ///< text, reasoning, refusal or a tool call: the caller's now
    finish,  ///< carries the finish reason and no content
    usage,   ///< the usage chunk: for callers that asked for it
  };

  kind what = kind::content;
  std::string json;               ///< the chunk, without "data: " and line ends
  std::int64_t content_chars = 0; ///< text in it, to estimate a cut stream
};

/// Turns a provider's stream into events. Bytes may be split anywhere. Not
/// thread-safe; one per attempt.
class stream_decoder {
public:
  virtual ~stream_decoder() = default;

  /// Appends the events that `bytes` complete to `out`. A failure inside the
  /// stream ends it: nothing after it is decoded.
  virtual std::optional<domain::failure> feed(
      std::string_view bytes, std::vector<stream_event>& out) = 0;

  /// The provider closed its stream. Appends what was held back to `out`. A
  /// failure if the format's own end is missing.
  virtual std::optional<domain::failure> finish(
      std::vector<stream_event>& out) = 0;

  /// Whether the format's own end was seen: nothing more will come.
  virtual bool complete() const = 0;

  /// What the provider has reported so far: of a stream that is not complete
  /// a lower bound.
  virtual const std::optional<domain::usage>& usage() const = 0;
};

/// One provider's wire format for one task: pure, bytes in, events out.
/// Stateless and thread-safe.
class codec {
public:
  virtual ~codec() = default;

  /// Path and query below the provider's base_url, with a leading slash.
  virtual std::string path(const target& t, bool stream) const = 0;

  /// Headers that every request to this provider carries, with the key in them.
  virtual std::vector<std::pair<std::string, std::string>> headers(
      std::string_view api_key) const = 0;

  /// The caller's request in OpenAI's shape (valid JSON, seen by the reader of
  /// its endpoint) for the target. Fields that Bellwether does not know travel
  /// on untouched where the format has a place for them. What the format cannot
  /// carry without changing the meaning is a failure of class unsupported.
  virtual std::variant<encoded, domain::failure> encode(std::string_view body,
                                                        const target& t,
                                                        bool stream) const = 0;

  /// A complete body with a 2xx status.
  virtual std::variant<answer, domain::failure> decode(
      const answer_head& head, std::string body,
      const decode_context& context) const = 0;

  /// Not for tasks that have no streams: throws std::logic_error there.
  virtual std::unique_ptr<stream_decoder> decode_stream(
      decode_context context) const = 0;

  /// Path and query below base_url of the cheapest call there is, a GET: the
  /// list of models.
  virtual std::string models_path() const = 0;

  /// What an answer's headers say of the provider's limits.
  virtual domain::quota_report quota(const answer_head& head) const = 0;

  /// An answer that is not 2xx, or a 2xx that is not what was asked for.
  virtual domain::failure classify(const answer_head& head,
                                   std::string_view body) const = 0;
};

} // namespace bellwether::providers
