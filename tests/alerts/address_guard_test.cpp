#include "alerts/address_guard.hpp"

#include "domain/any.hpp"

#include <catch2/catch.hpp>

#include <rapidcheck/catch.h>
#include <string>

namespace bellwether::alerts {

namespace {

/// The edges of a range that is not public, and its neighbours that are; ""
/// where the neighbour is not public either.
struct range {
  std::string before;
  std::string first;
  std::string last;
  std::string after;
};

std::string any_byte() {
  return std::to_string(domain::any_of(0, 256));
}

} // namespace

TEST_CASE("an IPv4 range that is not for everybody ends where it does",
          "[alerts][address_guard]") {
  const auto r = GENERATE(
      range{"", "0.0.0.0", "0.255.255.255", "1.0.0.0"},
      range{"9.255.255.255", "10.0.0.0", "10.255.255.255", "11.0.0.0"},
      range{"100.63.255.255", "100.64.0.0", "100.127.255.255", "100.128.0.0"},
      range{"126.255.255.255", "127.0.0.0", "127.255.255.255", "128.0.0.0"},
      range{"169.253.255.255", "169.254.0.0", "169.254.255.255", "169.255.0.0"},
      range{"172.15.255.255", "172.16.0.0", "172.31.255.255", "172.32.0.0"},
      range{"191.255.255.255", "192.0.0.0", "192.0.0.255", "192.0.1.0"},
      range{"192.0.1.255", "192.0.2.0", "192.0.2.255", "192.0.3.0"},
      range{"192.88.98.255", "192.88.99.0", "192.88.99.255", "192.88.100.0"},
      range{"192.167.255.255", "192.168.0.0", "192.168.255.255", "192.169.0.0"},
      range{"198.17.255.255", "198.18.0.0", "198.19.255.255", "198.20.0.0"},
      range{"198.51.99.255", "198.51.100.0", "198.51.100.255", "198.51.101.0"},
      range{"203.0.112.255", "203.0.113.0", "203.0.113.255", "203.0.114.0"},
      range{"223.255.255.255", "224.0.0.0", "239.255.255.255", ""},
      range{"", "240.0.0.0", "255.255.255.255", ""});
  CAPTURE(r.first);
  CHECK_FALSE(is_public_address(r.first));
  CHECK_FALSE(is_public_address(r.last));
  if (!r.before.empty())
    CHECK(is_public_address(r.before));
  if (!r.after.empty())
    CHECK(is_public_address(r.after));
}

TEST_CASE("IPv6 addresses that are not for everybody are refused",
          "[alerts][address_guard]") {
  const auto ip =
      GENERATE(as<std::string>{}, "::", "::1", "::2", "fc00::1",
               "fd00:ec2::254", "fe80::1", "febf::1", "fec0::1", "ff02::1",
               "ff0e::1", "100::1", "2001:db8::1",
               "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001::1", "2001:2::1",
               "2001:10::1", "2001:20::1", "2001:1ff::1", "3fff::1", "5f00::1",
               "64:ff9b:1::1", "1fff:ffff::1", "4000::1", "8000::1", "e000::1");
  CAPTURE(ip);
  CHECK_FALSE(is_public_address(ip));
}

TEST_CASE("IPv6 addresses that anybody has are public",
          "[alerts][address_guard]") {
  const auto ip =
      GENERATE(as<std::string>{}, "2000::1", "2001:200::1",
               "2001:4860:4860::8888", "2001:db7::1", "2001:db9::1",
               "2606:4700:4700::1111", "2a00:1450::1", "3ffe:ffff::1");
  CAPTURE(ip);
  CHECK(is_public_address(ip));
}

TEST_CASE("an IPv6 address that stands for an IPv4 one is judged by that",
          "[alerts][address_guard]") {
  const auto [ip, good] = GENERATE(table<std::string, bool>({
      {"::ffff:127.0.0.1", false},
      {"::ffff:169.254.169.254", false},
      {"::ffff:7f00:1", false},
      {"::ffff:192.168.0.1", false},
      {"::ffff:8.8.8.8", true},
      {"::10.0.0.1", false},
      {"64:ff9b::10.0.0.1", false},
      {"64:ff9b::169.254.169.254", false},
      {"64:ff9b::8.8.8.8", true},
      {"2002:7f00:1::", false},
      {"2002:a9fe:a9fe::1", false},
      {"2002:a00:1::1", false},
      {"2002:c0a8:1::1", false},
      {"2002:808:808::1", true},
  }));
  CAPTURE(ip);
  CHECK(is_public_address(ip) == good);
}

TEST_CASE("what is no address is not public", "[alerts][address_guard]") {
  const auto ip =
      GENERATE(as<std::string>{}, "", " ", "localhost", "8.8.8", "8.8.8.8.8",
               "08.8.8.8", "0x8.8.8.8", "134744072", "8.8.8.8 ", "8.8.8.8:80",
               "[2606:4700::1111]", "2606:4700::1111%eth0", "8.8.8.256");
  CAPTURE(ip);
  CHECK_FALSE(is_public_address(ip));
}

TEST_CASE("bytes behind an address are not left out",
          "[alerts][address_guard]") {
  CHECK_FALSE(is_public_address(std::string{"8.8.8.8\0.1", 10}));
}

TEST_CASE("no way of writing an IPv4 address goes around its range",
          "[alerts][address_guard][property]") {
  rc::prop("mapped and translated forms agree with the plain one", [] {
    const auto ip =
        any_byte() + "." + any_byte() + "." + any_byte() + "." + any_byte();
    const bool plain = is_public_address(ip);
    RC_ASSERT(is_public_address("::ffff:" + ip) == plain);
    RC_ASSERT(is_public_address("64:ff9b::" + ip) == plain);
    RC_ASSERT(is_public_address("::" + ip) == plain);
  });
}

TEST_CASE("a loopback host is refused, however it is written",
          "[alerts][address_guard]") {
  const auto host = GENERATE(as<std::string>{}, "127.0.0.1", "127.1",
                             "2130706433", "0x7f.0.0.1", "0177.0.0.1", "::1",
                             "localhost", "0.0.0.0", "::ffff:127.0.0.1");
  CAPTURE(host);
  const auto found = find_address(host, false);
  CHECK(found.ip.empty());
  CHECK(found.refused);
  CHECK(found.problem.find("allow_private_addresses") != std::string::npos);
}

TEST_CASE("where private addresses are allowed they are found",
          "[alerts][address_guard]") {
  const auto found = find_address("127.0.0.1", true);
  CHECK(found.ip == "127.0.0.1");
  CHECK(found.problem.empty());
  CHECK_FALSE(found.refused);
}

TEST_CASE("a public address is found as it is", "[alerts][address_guard]") {
  CHECK(find_address("8.8.8.8", false).ip == "8.8.8.8");
  CHECK(find_address("2606:4700::1111", false).ip == "2606:4700::1111");
}

TEST_CASE("a name that leads nowhere is not refused for ever",
          "[alerts][address_guard]") {
  const auto host = GENERATE(as<std::string>{}, "", "no such name", "a..b");
  const auto found = find_address(host, false);
  CAPTURE(host);
  CHECK(found.ip.empty());
  CHECK_FALSE(found.problem.empty());
  CHECK_FALSE(found.refused);
}

} // namespace bellwether::alerts
