#include "storage/delivery.hpp"

namespace bellwether::storage {

std::string_view to_string(delivery_state s) {
  switch (s) {
    case delivery_state::waiting:
      return "waiting";
    case delivery_state::delivered:
      return "delivered";
    case delivery_state::rejected:
      return "rejected";
    case delivery_state::expired:
      return "expired";
  }
  return "unknown";
}

} // namespace bellwether::storage
