#pragma once

#include "simulator/answer.hpp"
#include "simulator/reply_script.hpp"
#include "simulator/routes.hpp"
#include "simulator/vendor.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

namespace bellwether::simulator {

/// The 400 for a request, if it gets one.
using refusal = std::optional<http_reply>;

/// What a format needs to know to read a request, and of whoever reads it.
struct request_view {
  std::string_view body;
  destination to;
  std::string_view version; ///< the header anthropic-version
  vendor manners = vendor::openai;
  quirk_set quirks;
  std::uint64_t seed = 0;
};

/// A protocol that providers speak. One instance serves all connections of
/// the I/O thread.
class wire_format {
public:
  wire_format() = default;
  wire_format(const wire_format&) = delete;
  wire_format& operator=(const wire_format&) = delete;
  virtual ~wire_format() = default;

  /// The question in a chat request's body, or the refusal of it.
  virtual std::variant<question, http_reply> read(const request_view& r) = 0;

  /// The answer to a request for embeddings.
  virtual http_reply embed(const request_view& r) = 0;

  /// The answer as one JSON text.
  virtual std::string plain(const answer& a, const request_view& r) const = 0;

  /// The headers of a stream's content.
  virtual std::string_view stream_headers(const destination& to) const;

  /// Appends the answer as a chunked stream behind the head in `script`.
  virtual void stream(const answer& a, const request_view& r,
                      reply_script& script) const = 0;

  /// What reports a failure inside a stream. `first`: nothing came before it.
  virtual std::string error_event(const request_view& r, bool first) const = 0;

  /// What keeps a stream alive while nothing is to be said.
  virtual std::string_view keep_alive(const destination& to) const;

  /// The first half of a good answer.
  virtual std::string_view broken_json() const = 0;

  virtual http_reply models(std::string_view provider) const = 0;

  /// The refusals that the vendor's HTTP front has for everybody.
  virtual http_reply wrong_key() const = 0;
  virtual http_reply no_such_endpoint(std::string_view method,
                                      std::string_view path) const = 0;
  virtual http_reply wrong_method(std::string_view method) const = 0;
};

/// The formats, one of each.
class format_set {
public:
  format_set();

  wire_format& of(dialect d);

private:
  std::unique_ptr<wire_format> openai_;
  std::unique_ptr<wire_format> anthropic_;
  std::unique_ptr<wire_format> gemini_;
};

} // namespace bellwether::simulator
