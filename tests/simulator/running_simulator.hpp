#pragma once

#include "load/response_reader.hpp"
#include "simulator/simulator.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace bellwether::simulator::test {

/// What came back on a socket, whether it was HTTP or not.
struct answer {
  std::string raw;
  std::string body; ///< with the chunk framing taken off
  int status = 0;
  bool whole = false;            ///< the response came to its own end
  boost::system::error_code end; ///< why reading stopped before that

  std::string head() const { return raw.substr(0, raw.find("\r\n\r\n")); }
  nlohmann::json json() const { return nlohmann::json::parse(body); }
  bool has_header(std::string_view line) const;
};

/// A blocking client connection; every wait ends after five seconds.
class wire {
public:
  explicit wire(std::uint16_t port);

  void send(std::string_view text);
  answer read();
  /// Reads until `text` has come; false when the connection ended before.
  bool read_until(std::string_view text);
  /// Whether the peer closes (or resets) within the timeout.
  bool closed_by_peer();
  void close() { socket_.close(); }

private:
  bool more(std::string& to, boost::system::error_code& ec);

  boost::asio::io_context io_;
  boost::asio::ip::tcp::socket socket_{io_};
};

/// A simulator with the providers openai, anthropic, google and deepseek on
/// free ports, on a thread of its own.
class running_simulator {
public:
  explicit running_simulator(std::uint64_t seed = 1);
  ~running_simulator();
  running_simulator(const running_simulator&) = delete;
  running_simulator& operator=(const running_simulator&) = delete;

  std::uint16_t port(std::string_view provider = "openai") const {
    return simulator_.port_of(provider);
  }

  /// POST /v1/chat/completions on a fresh connection.
  answer chat(const nlohmann::json& body,
              std::string_view provider = "openai") const;

  /// POST of a body on a fresh connection; `headers` are whole lines.
  answer post(const std::string& path, const nlohmann::json& body,
              std::string_view provider, std::string_view headers = {}) const;

  /// POST /v1/messages to the provider anthropic, with the version.
  answer messages(const nlohmann::json& body) const;

  /// POST to a model of the provider google: "generateContent" and the like.
  answer gemini(const std::string& verb, const nlohmann::json& body,
                const std::string& model = "gemini-2.5-flash") const;

  /// A request to the admin interface.
  answer admin(std::string_view method, const std::string& path,
               const std::string& body = {}) const;

  /// PUT of the behaviour; fails the test when it is refused.
  void behave(const nlohmann::json& behavior,
              std::string_view provider = "openai") const;

  /// The newest journal entry, asked for until it is over (or two seconds).
  nlohmann::json last_journalled() const;

private:
  simulator simulator_;
  std::thread thread_;
};

/// The bytes of a chat request.
std::string chat_request(const nlohmann::json& body,
                         std::string_view extra_headers = {});

/// A short chat body; `more` is merged into it.
nlohmann::json chat_body(const nlohmann::json& more = nlohmann::json::object());

/// `value`, or an array of it alone if it is an object.
nlohmann::json listed(const nlohmann::json& value);

/// The names of named events, in order.
std::vector<std::string> names_of(const std::string& body);

/// The payloads of the data lines.
std::vector<std::string> events_of(const std::string& body);

} // namespace bellwether::simulator::test
