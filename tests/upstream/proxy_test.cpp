#include "upstream/proxy.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cstdlib>
#include <string>

using namespace bellwether::upstream;

namespace {

origin https(std::string host, std::uint16_t port = 443) {
  return {true, std::move(host), port, ""};
}

/// The proxy variables, all unset before and after.
struct environment {
  environment() { clear(); }
  ~environment() { clear(); }
  environment(const environment&) = delete;
  environment& operator=(const environment&) = delete;

  static void clear() {
    for (const char* name :
         {"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY",
          "all_proxy", "NO_PROXY", "no_proxy"})
      ::unsetenv(name);
  }

  static void set(const char* name, const char* value) {
    ::setenv(name, value, 1);
  }
};

struct row {
  std::string no_proxy;
  std::string host;
  std::uint16_t port;
  bool bypassed;
};

} // namespace

TEST_CASE("NO_PROXY names hosts, domains, ports and networks",
          "[upstream][proxy]") {
  const auto r = GENERATE(
      row{"", "api.test", 443, false}, row{"*", "api.test", 443, true},
      row{"api.test", "api.test", 443, true},
      row{"API.test", "api.test", 443, true},
      row{"test", "api.test", 443, true}, row{".test", "api.test", 443, true},
      row{"*.test", "api.test", 443, true},
      row{"pi.test", "api.test", 443, false},
      row{"other, api.test", "api.test", 443, true},
      row{"other api.test ", "api.test", 443, true},
      row{" ,,", "api.test", 443, false},
      row{"api.test:8443", "api.test", 443, false},
      row{"api.test:443", "api.test", 443, true},
      row{"10.1.2.3", "10.1.2.3", 443, true},
      row{"10.0.0.0/8", "10.1.2.3", 443, true},
      row{"10.0.0.0/8", "11.1.2.3", 443, false},
      row{"10.0.0.0/8", "api.test", 443, false},
      row{"fd00::/8", "fd00::7", 443, true},
      row{"fd00::/8", "fe00::7", 443, false},
      row{"fd00::7", "fd00:0::7", 443, true},
      row{"[fd00::7]:443", "fd00::7", 443, true},
      row{"0.1.2.3", "10.1.2.3", 443, false});
  CAPTURE(r.no_proxy, r.host);
  CHECK(bypasses_proxy(r.no_proxy, https(r.host, r.port)) == r.bypassed);
}

TEST_CASE("a proxy's URL may leave out all but the host", "[upstream][proxy]") {
  const auto full = parse_proxy_url("http://me:p%40ss@proxy.test:3128/");
  REQUIRE(full);
  CHECK(full->host == "proxy.test");
  CHECK(full->port == 3128);
  CHECK(full->authorization == "Basic bWU6cEBzcw==");
  const auto bare = parse_proxy_url("Proxy.Test");
  REQUIRE(bare);
  CHECK(bare->host == "proxy.test");
  CHECK(bare->port == 80);
  CHECK(bare->authorization.empty());
  const auto v6 = parse_proxy_url("[::1]:8080");
  REQUIRE(v6);
  CHECK(v6->host == "::1");
}

TEST_CASE("a proxy that cannot be used counts as none", "[upstream][proxy]") {
  const std::string url =
      GENERATE("", "socks5://h:1", "https://h:1", "http://", "h:0", "h:x");
  CAPTURE(url);
  CHECK_FALSE(parse_proxy_url(url));
}

TEST_CASE("the scheme chooses the proxy variable", "[upstream][proxy]") {
  const environment env;
  environment::set("HTTPS_PROXY", "secure.test:1");
  environment::set("HTTP_PROXY", "plain.test:2");
  CHECK(proxy_from_environment(https("api.test"))->host == "secure.test");
  CHECK(proxy_from_environment({false, "api.test", 80, ""})->host
        == "plain.test");
  SECTION("the lower-case form wins") {
    environment::set("https_proxy", "lower.test:3");
    CHECK(proxy_from_environment(https("api.test"))->host == "lower.test");
  }
  SECTION("NO_PROXY goes before it") {
    environment::set("NO_PROXY", "api.test");
    CHECK_FALSE(proxy_from_environment(https("api.test")));
    CHECK(proxy_from_environment(https("other.test")));
  }
  SECTION("ALL_PROXY is for what has none of its own") {
    environment::set("ALL_PROXY", "all.test:4");
    CHECK(proxy_from_environment(https("api.test"))->host == "secure.test");
    ::unsetenv("HTTPS_PROXY");
    CHECK(proxy_from_environment(https("api.test"))->host == "all.test");
  }
}

TEST_CASE("loopback is never proxied", "[upstream][proxy]") {
  const environment env;
  environment::set("ALL_PROXY", "all.test:4");
  const std::string host =
      GENERATE("localhost", "a.localhost", "127.0.0.1", "127.9.9.9", "::1");
  CAPTURE(host);
  CHECK_FALSE(proxy_from_environment(https(host)));
}
