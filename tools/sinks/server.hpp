#pragma once

#include "sinks/listener.hpp"
#include "sinks/mailbox.hpp"
#include "sinks/options.hpp"
#include "sinks/reception.hpp"

#include <string>

namespace bellwether::sinks {

/// The sinks on their ports, from construction to destruction.
class server {
public:
  /// Throws if a port cannot be had.
  explicit server(const options& o);

  std::uint16_t port() const { return http_.port(); }
  std::uint16_t smtp_port() const { return mailbox_.port(); }

  /// {"port", "url", "smtp_port", "smtp_url"} in one line.
  std::string addresses() const;

private:
  reception reception_;
  mailbox mailbox_;
  listener http_;
};

} // namespace bellwether::sinks
