#pragma once

#include "simulator/answer.hpp"
#include "simulator/reply_script.hpp"
#include "simulator/vendor.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace bellwether::simulator {

/// What a request's method and path mean.
enum class endpoint : std::uint8_t { chat, models, wrong_method, unknown };

/// The protocol that a provider speaks. One instance serves all connections of
/// the I/O thread.
class wire_format {
public:
  wire_format() = default;
  wire_format(const wire_format&) = delete;
  wire_format& operator=(const wire_format&) = delete;
  virtual ~wire_format() = default;

  virtual endpoint route(std::string_view method,
                         std::string_view path) const = 0;

  /// The question in a chat request's body, or the refusal of it.
  virtual std::variant<question, http_reply> read(std::string_view body) = 0;

  /// The answer as one JSON text.
  virtual std::string plain(const answer& a) const = 0;

  /// Appends the answer as a chunked stream behind the head in `script`.
  virtual void stream(const answer& a, reply_script& script) const = 0;

  /// The event that reports a failure inside a stream.
  virtual std::string error_event() const = 0;

  virtual http_reply models(std::string_view provider) const = 0;

  /// The refusals that the vendor's HTTP front has for everybody.
  virtual http_reply wrong_key() const = 0;
  virtual http_reply no_such_endpoint(std::string_view method,
                                      std::string_view path) const = 0;
  virtual http_reply wrong_method(std::string_view method) const = 0;
};

} // namespace bellwether::simulator
