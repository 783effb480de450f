#pragma once

#include <string>
#include <string_view>

namespace bellwether::alerts {

/// Whether an IP address as text is one that anybody on the Internet has: not
/// loopback, private, link-local (with the clouds' metadata services), shared,
/// multicast, reserved or unspecified; of IPv6 also what stands for such an
/// IPv4 one. No address at all is not.
bool is_public_address(std::string_view ip);

struct found_address {
  std::string ip;      ///< "" = none
  std::string problem; ///< then: a sentence
  bool refused =
      false; ///< the name leads only to addresses that are not public
};

/// An address of the host that may be talked to. Blocks for the resolver. The
/// connection must be made to this very address: a name may lead elsewhere the
/// next time.
found_address find_address(const std::string& host, bool allow_private);

} // namespace bellwether::alerts
