#include "upstream/origin.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <tuple>

using namespace bellwether::upstream;

namespace {

struct row {
  std::string url;
  bool tls;
  std::string host;
  std::uint16_t port;
  std::string prefix;
  std::string authority;
};

} // namespace

TEST_CASE("a base_url is taken apart", "[upstream][origin]") {
  const auto r = GENERATE(
      row{"https://api.openai.com/v1", true, "api.openai.com", 443, "/v1",
          "api.openai.com"},
      row{"http://127.0.0.1:7311", false, "127.0.0.1", 7311, "",
          "127.0.0.1:7311"},
      row{"HTTPS://Api.Example.COM/V1/", true, "api.example.com", 443, "/V1",
          "api.example.com"},
      row{"http://localhost:80/", false, "localhost", 80, "", "localhost"},
      row{"http://h:443", false, "h", 443, "", "h:443"},
      row{"https://[::1]:8443/a/b", true, "::1", 8443, "/a/b", "[::1]:8443"},
      row{"https://[2001:DB8::1]", true, "2001:db8::1", 443, "",
          "[2001:db8::1]"},
      row{"http://under_score.local:65535", false, "under_score.local", 65535,
          "", "under_score.local:65535"});
  CAPTURE(r.url);
  const auto parsed = parse_base_url(r.url);
  REQUIRE(parsed);
  CHECK(parsed->tls == r.tls);
  CHECK(parsed->host == r.host);
  CHECK(parsed->port == r.port);
  CHECK(parsed->prefix == r.prefix);
  CHECK(parsed->authority() == r.authority);
}

TEST_CASE("what is no base_url is rejected", "[upstream][origin]") {
  const std::string url = GENERATE(
      "", "api.openai.com", "ftp://h", "http://", "http:///v1", "http:/h",
      "http://h:0", "http://h:65536", "http://h:", "http://h:8a", "http://h:-1",
      "http://user@h", "http://user:pw@h/", "http://h/v1?x=1", "http://h/#f",
      "http://h?x", "http://h/a b", "http://h/\r\nX: y", "http://h\r\n",
      "http://[::1", "http://[]", "http://[1.2.3.4]", "http://[::1]x",
      "http://[fe80::1%25eth0]", "http://::1/", "http://.h", "http://a b");
  CAPTURE(url);
  CHECK_FALSE(parse_base_url(url));
}
