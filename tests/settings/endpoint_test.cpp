#include "settings/load.hpp"

#include <catch2/catch.hpp>

using namespace bellwether::settings;

TEST_CASE("an endpoint is a host and a port", "[settings][endpoint]") {
  CHECK(parse_endpoint("127.0.0.1:7300") == endpoint{"127.0.0.1", 7300});
  CHECK(parse_endpoint("localhost:0") == endpoint{"localhost", 0});
  CHECK(parse_endpoint("[::1]:65535") == endpoint{"::1", 65535});
  for (const auto* wrong :
       {"", "7300", ":7300", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536",
        "127.0.0.1:-1", "127.0.0.1:+1", "127.0.0.1: 1", "127.0.0.1:1x",
        "::1:7300", "[::1]", "[::1:7300", "[127.0.0.1]:1", "[]:1", "a b:1",
        "user@host:1", "host/x:1"})
    CHECK_FALSE(parse_endpoint(wrong).has_value());
}

TEST_CASE("an endpoint is written as it is read", "[settings][endpoint]") {
  for (const auto* text : {"127.0.0.1:7300", "[::1]:1", "localhost:0"})
    CHECK(to_string(*parse_endpoint(text)) == text);
}

TEST_CASE("only an address of a machine or localhost can be listened on",
          "[settings][endpoint]") {
  for (const auto* host : {"127.0.0.1", "0.0.0.0", "::", "::1", "localhost"})
    CHECK(listen_error({host, 1}).empty());
  for (const auto* host : {"example.com", "127.1", "256.0.0.1", "fe80::1%lo"})
    CHECK_FALSE(listen_error({host, 1}).empty());
}

TEST_CASE("two listeners clash on the same port of the same address",
          "[settings][endpoint]") {
  CHECK(clash({"127.0.0.1", 7300}, {"127.0.0.1", 7300}));
  CHECK(clash({"127.0.0.1", 7300}, {"localhost", 7300}));
  CHECK(clash({"0.0.0.0", 7300}, {"10.0.0.1", 7300}));
  CHECK(clash({"10.0.0.1", 7300}, {"::", 7300}));
  CHECK_FALSE(clash({"127.0.0.1", 7300}, {"127.0.0.1", 7301}));
  CHECK_FALSE(clash({"127.0.0.1", 0}, {"127.0.0.1", 0}));
  CHECK_FALSE(clash({"127.0.0.1", 7300}, {"10.0.0.1", 7300}));
}

TEST_CASE("a listener that other machines reach is pointed out",
          "[settings][endpoint]") {
  CHECK(exposure_notes({"127.0.0.1", 1}, {"::1", 2}).empty());
  CHECK(exposure_notes({"localhost", 1}, {"127.9.9.9", 2}).empty());
  const auto notes = exposure_notes({"0.0.0.0", 1}, {"10.0.0.1", 2});
  REQUIRE(notes.size() == 2);
  CHECK(notes[0]
        == "listens on 0.0.0.0: other machines reach it, and need a caller's "
           "key");
  CHECK(notes[1]
        == "control listens on 10.0.0.1: everybody who reaches this machine "
           "can read health and costs");
}
