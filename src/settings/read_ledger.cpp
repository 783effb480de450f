#include "settings/sections.hpp"

#include <array>

namespace bellwether::settings {

namespace {

constexpr std::array who_is_anonymous{anonymous_callers::until_keys,
                                      anonymous_callers::loopback,
                                      anonymous_callers::never};

void read_days(object_reader& ledger, std::string_view key,
               std::chrono::days& out) {
  std::int64_t days = 0;
  if (ledger.whole(key, days, {1, 36'500, "days"}))
    out = std::chrono::days{days};
}

} // namespace

void read_ledger(object_reader ledger, ledger_settings& out) {
  if (const auto index = ledger.word("on_failure", {"serve", "refuse"}))
    out.refuse_on_failure = *index == 1;
  read_days(ledger, "keep_requests_days", out.keep_requests);
  read_days(ledger, "keep_hours_days", out.keep_hours);
  if (out.keep_requests > out.keep_hours)
    ledger.refuse(ledger.has("keep_requests_days") ? "keep_requests_days"
                                                   : "keep_hours_days",
                  "keep_requests_days is "
                      + std::to_string(out.keep_requests.count())
                      + ", must not be above keep_hours_days, "
                      + std::to_string(out.keep_hours.count()));
}

void read_callers(object_reader callers, settings& out) {
  callers.choice<anonymous_callers>("anonymous", out.anonymous,
                                    who_is_anonymous);
}

} // namespace bellwether::settings
