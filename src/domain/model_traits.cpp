#include "domain/model_traits.hpp"

namespace bellwether::domain {

std::string_view to_string(reasoning_control c) {
  switch (c) {
    case reasoning_control::automatic:
      return "automatic";
    case reasoning_control::none:
      return "none";
    case reasoning_control::effort:
      return "effort";
    case reasoning_control::budget:
      return "budget";
    case reasoning_control::adaptive:
      return "adaptive";
    case reasoning_control::level:
      return "level";
  }
  return "automatic";
}

} // namespace bellwether::domain
