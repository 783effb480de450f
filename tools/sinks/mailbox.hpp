#pragma once

#include "sinks/listener.hpp"
#include "sinks/reception.hpp"

namespace bellwether::sinks {

/// A mail server that takes mail for anybody and delivers none. It has no TLS,
/// knows AUTH PLAIN and lets any name and password in. Commands out of order,
/// or whose lines do not end in CRLF, are refused.
class mailbox {
public:
  /// `to` must outlive it. Throws if the port cannot be had.
  mailbox(std::uint16_t port, reception& to);

  std::uint16_t port() const { return listener_.port(); }

private:
  listener listener_;
};

} // namespace bellwether::sinks
