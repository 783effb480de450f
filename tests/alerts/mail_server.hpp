#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <cstdint>
#include <future>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace bellwether::alerts {

/// How a mail server does other than to take everything in clear.
struct mail_manners {
  enum class tls : std::uint8_t { none, offered, from_the_start };

  tls secure = tls::none;
  std::unique_ptr<boost::asio::ssl::context> context = nullptr; ///< of TLS
  /// Answers to commands by their first word, "MAIL" say; "" is no answer.
  std::map<std::string, std::string> answers = {};
  std::string ip = "127.0.0.1";
};

/// A mail server on a port of this machine that takes one mail.
class mail_server {
public:
  explicit mail_server(mail_manners manners = {});
  ~mail_server();
  mail_server(const mail_server&) = delete;
  mail_server& operator=(const mail_server&) = delete;

  /// "smtp://127.0.0.1:PORT", or smtps.
  std::string url() const;

  /// Returns once it was told what it does not answer.
  void wait_until_silent();

  /// What it was told, once the client has left: "EHLO x" in clear,
  /// "tls MAIL FROM:<a@b>" over TLS. A login too, as it was written.
  std::vector<std::string> heard();

  /// The mail that came; after heard().
  const std::string& mail() const { return mail_; }

private:
  void serve();
  bool shake_hands();
  bool answer(const std::string& line);
  bool say(const std::string& text);
  bool let_in();
  bool read_until(const std::string& end, std::string& to);
  std::string greeting() const;

  mail_manners manners_;
  boost::asio::io_context loop_;
  boost::asio::ip::tcp::acceptor acceptor_;
  boost::asio::ssl::context plain_{boost::asio::ssl::context::tls_server};
  boost::asio::ssl::stream<boost::asio::ip::tcp::socket> stream_;
  bool secured_ = false;
  std::string buffer_;
  std::vector<std::string> heard_;
  std::string mail_;
  std::promise<void> silent_;
  std::thread thread_;
};

} // namespace bellwether::alerts
