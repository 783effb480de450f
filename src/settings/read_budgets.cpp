#include "settings/sections.hpp"
#include "settings/shown_value.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace bellwether::settings {

namespace {

using domain::money;
using domain::when_exceeded;

constexpr std::array actions{when_exceeded::refuse, when_exceeded::degrade,
                             when_exceeded::alert};

constexpr std::size_t longest_name = 64;
constexpr std::size_t most_thresholds = 20;
constexpr std::ptrdiff_t most_shown = 20;
constexpr std::int64_t most_percent = 1'000;
constexpr double most_factor = 1'000;
constexpr double most_usd = 1e9;
constexpr std::size_t decimals_of_a_nano = 9;
constexpr std::int64_t default_usd = 1'000;
constexpr std::int64_t nanos_of_usd = 1'000'000'000;
/// Budgets of callers' keys are called so.
constexpr std::string_view key_prefix = "key ";

domain::budget default_budget() {
  domain::budget out;
  out.name = "monthly";
  out.limit = money::nanos(default_usd * nanos_of_usd);
  return out;
}

/// What stands in the text, to the nano-dollar: the shortest decimal that is
/// this number. Nothing if it has more decimals than that.
std::optional<money> exact_dollars(double usd) {
  std::array<char, 64> text{};
  const auto written = std::to_chars(text.data(), text.data() + text.size(),
                                     usd, std::chars_format::fixed);
  if (written.ec != std::errc{})
    return std::nullopt;
  const std::string_view all{text.data(), written.ptr};
  const auto point = std::min(all.find('.'), all.size());
  std::string digits{all.substr(0, point)};
  std::string decimals{all.substr(std::min(all.size(), point + 1))};
  if (decimals.size() > decimals_of_a_nano)
    return std::nullopt;
  decimals.resize(decimals_of_a_nano, '0');
  digits += decimals;
  std::int64_t nanos = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), nanos);
  return money::nanos(nanos);
}

bool is_number(const node& value) {
  return value.what == node::kind::integer || value.what == node::kind::number;
}

void read_limit(object_reader& budget, money& out) {
  const auto* value = budget.value("limit_usd");
  if (value == nullptr) {
    budget.missing("limit_usd", "a number of dollars");
    return;
  }
  const bool inside =
      is_number(*value) && value->number > 0 && value->number <= most_usd;
  if (const auto exact = inside ? exact_dollars(value->number) : std::nullopt)
    out = *exact;
  else
    budget.refuse("limit_usd",
                  "is " + shown(*value)
                      + ", must be a number of dollars above 0 and up to "
                        "1000000000, with at most nine decimals");
}

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
         || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == ' '
         || c == '-';
}

/// What is wrong with a budget's name, or "".
std::string budget_name_error(const std::string& name) {
  if (name.size() > longest_name || !std::ranges::all_of(name, is_plain))
    return "must be a name of 1 to 64 characters out of letters, digits, . _ - "
           "and blanks";
  if (name.starts_with(key_prefix))
    return "must not begin with \"key \": the budgets of callers' keys are "
           "called so";
  return "";
}

void read_name(object_reader& budget, const std::vector<domain::budget>& others,
               std::string& out) {
  if (!budget.text("name", out)) {
    if (!budget.has("name"))
      budget.missing("name", "a name for reports and messages");
    return;
  }
  const auto twin = std::ranges::find(others, out, &domain::budget::name);
  if (const auto error = budget_name_error(out); !error.empty())
    budget.refuse("name", "is " + shown(out) + ", " + error);
  else if (twin != others.end())
    budget.refuse("name", "is " + shown(out) + ", the name of budgets["
                              + std::to_string(twin - others.begin())
                              + "] too, must be a name of its own");
}

void read_period(object_reader& budget, domain::period& out) {
  std::string text;
  if (!budget.text("period", text))
    return;
  if (const auto read = domain::parse_period(text))
    out = *read;
  else
    budget.refuse("period",
                  "is " + shown(text)
                      + ", must be month, week, day, hour, none, or a time "
                        "such as \"rolling 7d\", \"rolling 12h\" or "
                        "\"rolling 30m\", of ten minutes to 400 days");
}

/// The first items of a list, or the value.
std::string all_shown(const node& value) {
  if (value.what != node::kind::list)
    return shown(value);
  std::string out;
  for (const auto& item : value.items) {
    if (&item - value.items.data() > most_shown)
      return "[" + out + ", ...]";
    out += (out.empty() ? "" : ", ") + shown(item);
  }
  return "[" + out + "]";
}

void read_thresholds(object_reader& budget, std::vector<int>& out) {
  constexpr auto key = "thresholds_percent";
  const auto* value = budget.value(key);
  if (value == nullptr)
    return;
  std::vector<int> read;
  bool good =
      value->what == node::kind::list && value->items.size() <= most_thresholds;
  for (const auto& item : value->items) {
    good = good && item.what == node::kind::integer && item.integer >= 1
           && item.integer <= most_percent
           && (read.empty() || item.integer > read.back());
    if (good)
      read.push_back(static_cast<int>(item.integer));
  }
  if (good)
    out = std::move(read);
  else
    budget.refuse(key, "is " + all_shown(*value)
                         + ", must be a list of at most 20 whole numbers from "
                           "1 to 1000 percent, each above the one before it");
}

void read_forecast(object_reader& budget, std::optional<int>& out) {
  const auto* value = budget.value("forecast_percent");
  if (value != nullptr && value->what == node::kind::null) {
    out = std::nullopt;
    return;
  }
  int percent = 0;
  if (budget.whole("forecast_percent", percent,
                   {1, most_percent, "percent, or null"}))
    out = percent;
}

void read_spike(object_reader& budget, std::optional<double>& out) {
  const auto* value = budget.value("spike_factor");
  if (value == nullptr)
    return;
  if (value->what == node::kind::null)
    out = std::nullopt;
  else if (is_number(*value) && value->number >= 1
           && value->number <= most_factor)
    out = value->number;
  else
    budget.refuse("spike_factor", "is " + shown(*value)
                                    + ", must be a number from 1 to 1000, or "
                                      "null");
}

domain::budget read_budget(object_reader budget,
                           const std::vector<domain::budget>& others) {
  domain::budget out;
  read_name(budget, others, out.name);
  read_limit(budget, out.limit);
  read_period(budget, out.period);
  read_scope(budget.object("scope"), out.scope);
  budget.choice<when_exceeded>("when_exceeded", out.action, actions);
  read_thresholds(budget, out.thresholds);
  read_forecast(budget, out.forecast_percent);
  read_spike(budget, out.spike_factor);
  return out;
}

void read_zone(object_reader& root, settings& out) {
  std::string name{domain::utc().name()};
  out.zone = find_time_zone(name);
  if (!root.text("time_zone", name))
    return;
  if (auto zone = find_time_zone(name))
    out.zone = std::move(zone);
  else
    root.refuse("time_zone",
                "is " + shown(name)
                    + ", which is no time zone of this system; must be UTC or "
                      "a name such as \"Europe/Berlin\", for which tzdata must "
                      "be installed");
}

} // namespace

void read_budgets(object_reader& root, settings& out) {
  read_zone(root, out);
  if (root.value("budgets") == nullptr) {
    out.budgets = {default_budget()};
    return;
  }
  for (const auto& item : root.list("budgets")) {
    const auto path = "budgets[" + std::to_string(out.budgets.size()) + "]";
    out.budgets.push_back(
        read_budget({item, path, root.problems()}, out.budgets));
  }
}

} // namespace bellwether::settings
