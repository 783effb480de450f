#pragma once

#include "load/options.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <string>

namespace bellwether::load {

/// Where a URL leads.
struct target {
  boost::asio::ip::tcp::endpoint address;
  std::string host; ///< for the Host header
  std::string path;
};

/// Reads http://HOST[:PORT][/PATH]. HOST is localhost or a loopback address:
/// throws std::runtime_error for everything else. "" and "/v1" as paths are
/// completed to the chat endpoint.
target parse_target(const std::string& url);

/// The two requests that a run sends, as the bytes on the wire.
struct request_texts {
  std::string plain;
  std::string streaming;
};

/// Throws std::runtime_error when the body file is no JSON object or a header
/// has no name.
request_texts make_requests(const options& o, const target& to);

} // namespace bellwether::load
