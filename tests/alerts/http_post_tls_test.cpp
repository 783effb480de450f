#include "alerts/http_post.hpp"
#include "integration/harness/temporary_folder.hpp"
#include "upstream/support/certificates.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <catch2/catch.hpp>

#include <fstream>
#include <string>
#include <thread>

namespace bellwether::alerts {

namespace {

namespace asio = boost::asio;
using upstream::test::authority;

/// Takes one connection over TLS and answers it, if it is asked.
class tls_server {
public:
  tls_server(const authority& by, const std::string& names)
      : context_{by.server_for(names)}, thread_{[this] {
          serve();
        }} {}
  ~tls_server() { thread_.join(); }
  tls_server(const tls_server&) = delete;
  tls_server& operator=(const tls_server&) = delete;

  std::string url() const {
    return "https://127.0.0.1:"
           + std::to_string(acceptor_.local_endpoint().port()) + "/hook";
  }

private:
  void serve() {
    boost::system::error_code error;
    asio::ssl::stream<asio::ip::tcp::socket> stream{loop_, *context_};
    acceptor_.accept(stream.next_layer(), error);
    stream.handshake(asio::ssl::stream_base::server, error);
    std::string request;
    asio::read_until(stream, asio::dynamic_buffer(request), "\r\n\r\n{}",
                     error);
    if (!error)
      asio::write(stream,
                  asio::buffer(std::string{
                      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"}),
                  error);
    stream.shutdown(error);
  }

  asio::io_context loop_;
  asio::ip::tcp::acceptor acceptor_{loop_,
                                    {asio::ip::address_v4::loopback(), 0}};
  std::unique_ptr<asio::ssl::context> context_;
  std::thread thread_;
};

sink_answer posted(const std::string& url, const std::string& ca_file) {
  post_limits limits;
  limits.allow_private = true;
  limits.ca_file = ca_file;
  return http_post{limits}.send({url, "{}", {}});
}

std::string written(const integration::temporary_folder& to,
                    const authority& of) {
  auto path = (to / "ca.pem").string();
  std::ofstream{path} << of.pem();
  return path;
}

const std::string not_trusted =
    "its certificate is not valid for its name, or its issuer is not trusted";

} // namespace

TEST_CASE("a sink with a trusted certificate for its name is posted to",
          "[alerts][http_post][tls]") {
  const integration::temporary_folder folder;
  const authority ours{"ours"};
  const tls_server server{ours, "IP:127.0.0.1"};
  const auto out = posted(server.url(), written(folder, ours));
  CHECK(out.problem.empty());
  CHECK(out.status == 200);
  CHECK(out.body == "ok");
}

TEST_CASE("a certificate for another name is refused",
          "[alerts][http_post][tls]") {
  const integration::temporary_folder folder;
  const authority ours{"ours"};
  const tls_server server{ours, "DNS:other.example.com"};
  const auto out = posted(server.url(), written(folder, ours));
  CHECK(out.status == 0);
  CHECK(out.problem == not_trusted);
  CHECK_FALSE(out.lasting_problem);
}

TEST_CASE("a certificate of an issuer that is not trusted is refused",
          "[alerts][http_post][tls]") {
  const integration::temporary_folder folder;
  const authority ours{"ours"};
  const authority theirs{"theirs"};
  const tls_server server{theirs, "IP:127.0.0.1"};
  const auto with_system =
      GENERATE(true, false); // the system does not trust it either
  const auto out =
      posted(server.url(), with_system ? "" : written(folder, ours));
  CHECK(out.status == 0);
  CHECK(out.problem == not_trusted);
}

TEST_CASE("certificates that cannot be read are a lasting problem",
          "[alerts][http_post][tls]") {
  const integration::temporary_folder folder;
  const authority ours{"ours"};
  const tls_server server{ours, "IP:127.0.0.1"};
  const auto out = posted(server.url(), (folder / "none.pem").string());
  CHECK(out.status == 0);
  CHECK(out.problem == "the certificates in ca_file cannot be read");
  CHECK(out.lasting_problem);
}

} // namespace bellwether::alerts
