#include "alerts/mail_server.hpp"

#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

#include <chrono>
#include <sys/socket.h>
#include <utility>

namespace bellwether::alerts {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

mail_server::mail_server(mail_manners manners)
    : manners_{std::move(manners)},
      acceptor_{loop_, {asio::ip::make_address(manners_.ip), 0}},
      stream_{loop_, manners_.context ? *manners_.context : plain_},
      thread_{[this] {
        serve();
      }} {}

mail_server::~mail_server() {
  heard();
}

std::string mail_server::url() const {
  const bool secure = manners_.secure == mail_manners::tls::from_the_start;
  const bool six = manners_.ip.find(':') != std::string::npos;
  return (secure ? "smtps://" : "smtp://")
         + (six ? "[" + manners_.ip + "]" : manners_.ip) + ":"
         + std::to_string(acceptor_.local_endpoint().port());
}

void mail_server::wait_until_silent() {
  // A test that hangs must fail before the runner ends it.
  silent_.get_future().wait_for(std::chrono::seconds{20});
}

std::vector<std::string> mail_server::heard() {
  if (thread_.joinable()) {
    ::shutdown(acceptor_.native_handle(), SHUT_RDWR); // nobody else is let in
    thread_.join();
  }
  return heard_;
}

void mail_server::serve() {
  error_code error;
  acceptor_.accept(stream_.next_layer(), error);
  if (error)
    return;
  const bool at_once = manners_.secure == mail_manners::tls::from_the_start;
  if ((at_once && !shake_hands()) || !say("220 mail.test ready"))
    return;
  std::string line;
  while (read_until("\r\n", line)) {
    heard_.push_back((secured_ ? "tls " : "") + line);
    if (!answer(line))
      return;
  }
}

bool mail_server::shake_hands() {
  error_code error;
  stream_.handshake(asio::ssl::stream_base::server, error);
  secured_ = !error;
  return secured_;
}

/// False: the dialogue is over.
bool mail_server::answer(const std::string& line) {
  const auto word = line.substr(0, line.find(' '));
  const auto own = manners_.answers.find(word);
  if (own != manners_.answers.end() && own->second.empty()) {
    silent_.set_value();
    return true;
  }
  if (own != manners_.answers.end())
    return say(own->second);
  if (word == "EHLO")
    return say(greeting());
  if (word == "STARTTLS")
    return say("220 go on") && shake_hands();
  if (word == "AUTH")
    return let_in();
  if (word == "DATA")
    return say("354 go on") && read_until("\r\n.\r\n", mail_)
           && say("250 taken");
  if (word == "QUIT") {
    say("221 good-bye");
    return false;
  }
  return say("250 yes");
}

bool mail_server::let_in() {
  std::string login;
  if (!say("334 ") || !read_until("\r\n", login))
    return false;
  heard_.push_back((secured_ ? "tls " : "") + login);
  return say("235 welcome");
}

std::string mail_server::greeting() const {
  const bool offers =
      manners_.secure == mail_manners::tls::offered && !secured_;
  return std::string{"250-mail.test\r\n"} + (offers ? "250-STARTTLS\r\n" : "")
         + "250 AUTH PLAIN";
}

bool mail_server::say(const std::string& text) {
  error_code error;
  const auto bytes = text + "\r\n";
  if (secured_)
    asio::write(stream_, asio::buffer(bytes), error);
  else
    asio::write(stream_.next_layer(), asio::buffer(bytes), error);
  return !error;
}

bool mail_server::read_until(const std::string& end, std::string& to) {
  error_code error;
  auto from = asio::dynamic_buffer(buffer_);
  const auto size =
      secured_ ? asio::read_until(stream_, from, end, error)
               : asio::read_until(stream_.next_layer(), from, end, error);
  if (error)
    return false;
  to = buffer_.substr(0, size - end.size());
  buffer_.erase(0, size);
  return true;
}

} // namespace bellwether::alerts
