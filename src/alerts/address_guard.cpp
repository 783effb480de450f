#include "alerts/address_guard.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <netdb.h>
#include <optional>
#include <sys/socket.h>

namespace bellwether::alerts {

namespace {

using v4 = std::uint32_t;
using v6 = std::array<std::uint8_t, 16>;

struct v4_range {
  v4 first;
  unsigned bits;
};

constexpr v4 ip(unsigned a, unsigned b, unsigned c, unsigned d) {
  return (a << 24U) | (b << 16U) | (c << 8U) | d;
}

/// IANA's registry of addresses that are not for everybody, with multicast and
/// what is reserved.
constexpr std::array<v4_range, 15> not_public{{
    {ip(0, 0, 0, 0), 8},       // this network
    {ip(10, 0, 0, 0), 8},      // private
    {ip(100, 64, 0, 0), 10},   // shared by a carrier's customers
    {ip(127, 0, 0, 0), 8},     // loopback
    {ip(169, 254, 0, 0), 16},  // link-local, with the clouds' metadata
    {ip(172, 16, 0, 0), 12},   // private
    {ip(192, 0, 0, 0), 24},    // protocol assignments
    {ip(192, 0, 2, 0), 24},    // documentation
    {ip(192, 88, 99, 0), 24},  // 6to4 relays
    {ip(192, 168, 0, 0), 16},  // private
    {ip(198, 18, 0, 0), 15},   // benchmarks
    {ip(198, 51, 100, 0), 24}, // documentation
    {ip(203, 0, 113, 0), 24},  // documentation
    {ip(224, 0, 0, 0), 4},     // multicast
    {ip(240, 0, 0, 0), 4},     // reserved, broadcast
}};

bool is_public(v4 address) {
  return std::ranges::none_of(not_public, [address](const v4_range& each) {
    const auto shift = 32U - each.bits;
    return (address >> shift) == (each.first >> shift);
  });
}

v4 word_at(const v6& of, std::size_t at) {
  return ip(of.at(at), of.at(at + 1), of.at(at + 2), of.at(at + 3));
}

bool begins(const v6& address, std::initializer_list<std::uint8_t> with) {
  return std::equal(with.begin(), with.end(), address.begin());
}

/// The IPv4 address that an IPv6 one stands for.
std::optional<v4> embedded(const v6& address) {
  if (begins(address, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff})
      || begins(address, {0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0})
      || begins(address, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}))
    return word_at(address, 12);
  if (begins(address, {0x20, 0x02}))
    return word_at(address, 2);
  return std::nullopt;
}

bool is_public(const v6& address) {
  if (const auto inner = embedded(address))
    return is_public(*inner);
  // Only 2000::/3 is given out; of it these are not for everybody.
  constexpr unsigned global_mask = 0xe0;
  constexpr unsigned global = 0x20;
  return (address[0] & global_mask) == global
         && !begins(address, {0x20, 0x01, 0x0d, 0xb8})
         && !begins(address, {0x20, 0x01, 0x00})
         && !begins(address, {0x20, 0x01, 0x01})
         && !begins(address, {0x3f, 0xff});
}

std::string text_of(const addrinfo& of) {
  std::array<char, INET6_ADDRSTRLEN> out{};
  const void* address =
      of.ai_family == AF_INET6
          ? static_cast<const void*>(
              &reinterpret_cast<const sockaddr_in6*>(of.ai_addr)->sin6_addr)
          : &reinterpret_cast<const sockaddr_in*>(of.ai_addr)->sin_addr;
  if (::inet_ntop(of.ai_family, address, out.data(), out.size()) == nullptr)
    return {};
  return out.data();
}

struct free_addresses {
  void operator()(addrinfo* all) const { ::freeaddrinfo(all); }
};

} // namespace

bool is_public_address(std::string_view ip_text) {
  const std::string text{ip_text};
  if (text.find('\0') != text.npos)
    return false;
  in_addr four{};
  if (::inet_pton(AF_INET, text.c_str(), &four) == 1)
    return is_public(ntohl(four.s_addr));
  v6 six{};
  return ::inet_pton(AF_INET6, text.c_str(), six.data()) == 1 && is_public(six);
}

found_address find_address(const std::string& host, bool allow_private) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int error = ::getaddrinfo(host.c_str(), nullptr, &wanted, &found);
  if (error != 0)
    return {"", std::string{"its host's name leads nowhere: "}
                    + ::gai_strerror(error)};
  const std::unique_ptr<addrinfo, free_addresses> all{found};
  for (const auto* each = found; each != nullptr; each = each->ai_next)
    if (auto text = text_of(*each);
        !text.empty() && (allow_private || is_public_address(text)))
      return {std::move(text), ""};
  return {"",
          "its host's name leads to no public address; if that is meant, give "
          "the sink allow_private_addresses",
          true};
}

} // namespace bellwether::alerts
