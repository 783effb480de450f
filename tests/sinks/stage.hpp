#pragma once

#include "integration/harness/http.hpp"
#include "sinks/server.hpp"

#include <string>
#include <vector>

namespace bellwether::sinks {

using integration::answer;
using nlohmann::json;

/// The sinks on free ports of this process.
class stage {
public:
  explicit stage(const std::vector<std::string>& webhook_keys = {})
      : server_{options_with(webhook_keys)} {}

  answer post(const std::string& path, const std::string& body,
              const integration::header_list& headers = {}) const {
    return integration::request(server_.port(), "POST", path, body, headers);
  }

  answer post(const std::string& path, const json& body) const {
    return post(path, body.dump());
  }

  json received() const {
    return integration::get(server_.port(), "/_received").json();
  }

  /// The latest that came.
  json last() const { return received().back(); }

  json incidents() const {
    return integration::get(server_.port(), "/_incidents").json();
  }

  std::uint16_t port() const { return server_.port(); }
  std::uint16_t smtp_port() const { return server_.smtp_port(); }

private:
  static options options_with(const std::vector<std::string>& webhook_keys) {
    options o;
    o.port = 0;
    o.smtp_port = 0;
    o.webhook_keys = webhook_keys;
    return o;
  }

  server server_;
};

} // namespace bellwether::sinks
