#include "alerts/web_address.hpp"

#include "domain/any.hpp"

#include <catch2/catch.hpp>

#include <rapidcheck/catch.h>
#include <string>
#include <vector>

namespace bellwether::alerts {

namespace {

struct parts {
  std::string url;
  bool secure;
  std::string host;
  std::uint16_t port;
  std::string target;
};

} // namespace

TEST_CASE("a web address has its parts", "[alerts][web_address]") {
  const auto e = GENERATE(
      parts{"https://hooks.example.com/services/T/B/x", true,
            "hooks.example.com", 443, "/services/T/B/x"},
      parts{"http://example.com", false, "example.com", 80, "/"},
      parts{"https://example.com/", true, "example.com", 443, "/"},
      parts{"http://127.0.0.1:8080/a?b=c%2Fd", false, "127.0.0.1", 8080,
            "/a?b=c%2Fd"},
      parts{"https://example.com?key=1", true, "example.com", 443, "/?key=1"},
      parts{"https://example.com/a#b", true, "example.com", 443, "/a"},
      parts{"https://example.com#b", true, "example.com", 443, "/"},
      parts{"https://[2001:db8::1]:8443/a", true, "2001:db8::1", 8443, "/a"},
      parts{"http://[::1]", false, "::1", 80, "/"},
      parts{"https://example.com:65535/a:b/@c", true, "example.com", 65535,
            "/a:b/@c"});
  CAPTURE(e.url);
  const auto read = parse_address(e.url, http_schemes);
  REQUIRE(read);
  CHECK(read->secure == e.secure);
  CHECK(read->host == e.host);
  CHECK(read->port == e.port);
  CHECK(read->target == e.target);
}

TEST_CASE("a mail server's address has the ports of mail",
          "[alerts][web_address]") {
  const auto plain = parse_address("smtp://mail.example.com", smtp_schemes);
  REQUIRE(plain);
  CHECK_FALSE(plain->secure);
  CHECK(plain->port == 25);
  const auto secure = parse_address("smtps://mail.example.com", smtp_schemes);
  REQUIRE(secure);
  CHECK(secure->secure);
  CHECK(secure->port == 465);
  CHECK(parse_address("smtp://mail.example.com:587", smtp_schemes)->port
        == 587);
}

TEST_CASE("what is no address of the kind is none", "[alerts][web_address]") {
  const auto url =
      GENERATE(as<std::string>{}, "", "example.com", "ftp://example.com",
               "smtp://example.com", "https:/example.com", "https://",
               "https:///a", "https://:443", "https://?a",
               "https://example.com:", "https://example.com:0",
               "https://example.com:65536", "https://example.com:-1",
               "https://example.com:+1", "https://example.com:44a",
               "https://example.com:443:1", "https://[::1", "https://[]/",
               "https://[::1]443", "https://::1/");
  CAPTURE(url);
  CHECK_FALSE(parse_address(url, http_schemes));
}

TEST_CASE("an address with a user is none: the host would be unclear",
          "[alerts][web_address]") {
  const auto url =
      GENERATE(as<std::string>{}, "https://user@example.com/",
               "https://user:secret@example.com/", "https://a@[::1]/",
               "https://example.com:443@127.0.0.1/");
  CAPTURE(url);
  CHECK_FALSE(parse_address(url, http_schemes));
}

TEST_CASE("an address with blanks or control characters is none",
          "[alerts][web_address]") {
  const auto url =
      GENERATE(as<std::string>{}, "https://exam ple.com/",
               "https://example.com/a b", "https://example.com/\r\nX-A: b",
               "https://example.com\n/", "https://example.com/\x7f");
  CAPTURE(url);
  CHECK_FALSE(parse_address(url, http_schemes));
  CHECK_FALSE(parse_address(std::string{"https://a\0b/", 12}, http_schemes));
}

TEST_CASE("any text that is an address has a host, a port and a target",
          "[alerts][web_address][property]") {
  rc::prop("of pieces of addresses", [] {
    static const std::vector<std::string> pieces{
        "https://", "http://", "[",   "]",   ":",   "/", "?", "#",
        "@",        "1",       "443", "a.b", "::1", " ", "\n"};
    std::string url;
    for (int i = domain::any_of(0, 9); i > 0; --i)
      url += pieces.at(domain::any_of<std::size_t>(0, pieces.size()));
    const auto read = parse_address(url, http_schemes);
    if (!read)
      return;
    RC_ASSERT(!read->host.empty());
    RC_ASSERT(read->host.find_first_of("/?#@[] \n") == std::string::npos);
    RC_ASSERT(read->port != 0);
    RC_ASSERT(read->target.starts_with('/'));
    RC_ASSERT(read->target.find_first_of("# \n") == std::string::npos);
  });
}

} // namespace bellwether::alerts
