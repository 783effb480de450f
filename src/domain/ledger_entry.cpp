#include "domain/ledger_entry.hpp"

#include <array>

namespace bellwether::domain {

std::string_view to_string(entry_outcome o) {
  switch (o) {
    case entry_outcome::answered:
      return "answered";
    case entry_outcome::failed:
      return "failed";
    case entry_outcome::broken:
      return "broken";
    case entry_outcome::cancelled:
      return "cancelled";
    case entry_outcome::lost:
      return "lost";
    case entry_outcome::interrupted:
      return "interrupted";
    case entry_outcome::probe:
      return "probe";
  }
  return "unknown";
}

std::optional<entry_outcome> parse_entry_outcome(std::string_view text) {
  constexpr std::array all{entry_outcome::answered, entry_outcome::failed,
                           entry_outcome::broken,   entry_outcome::cancelled,
                           entry_outcome::lost,     entry_outcome::interrupted,
                           entry_outcome::probe};
  for (const entry_outcome o : all)
    if (to_string(o) == text)
      return o;
  return std::nullopt;
}

} // namespace bellwether::domain
