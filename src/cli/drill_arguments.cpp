#include "cli/drill_arguments.hpp"

#include "settings/load.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace bellwether::cli {

using std::chrono::milliseconds;

namespace {

/// Takes the number off the front of `text`; nothing if it is none above zero.
std::optional<double> take_number(std::string_view& text) {
  double out = 0;
  const auto [rest, fault] = std::from_chars(
      text.data(), text.data() + text.size(), out, std::chars_format::fixed);
  if (fault != std::errc{} || !(out > 0) || out > 1e9)
    return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
  return out;
}

/// Thrown and caught in this file only.
struct wrong_option {
  std::string sentence;
};

[[noreturn]] void refuse(const std::string& option, const std::string& value,
                         const std::string& remedy) {
  throw wrong_option{option + (value.empty() ? "" : " " + value) + ": "
                     + remedy};
}

milliseconds duration(const char* option, const std::string& text) {
  const auto out = parse_duration(text);
  if (!out)
    refuse(option, text, "allowed are durations such as 500ms, 60s and 5m");
  return *out;
}

/// Before anything is started: a report that cannot be written is lost.
void look_at_folder(const std::string& folder) {
  std::error_code ignored; // what could not be made is found at once
  std::filesystem::create_directories(folder, ignored);
  if (!std::filesystem::is_directory(folder)
      || ::access(folder.c_str(), W_OK) != 0)
    refuse("--out", folder, "must be a folder that can be written to");
}

std::string order(const drill_options& options) {
  const auto percent = parse_percent(options.share);
  if (!percent)
    refuse("--share", options.share, "allowed are shares such as 25% and 0.25");
  const auto length = duration("--for", options.length);
  return nlohmann::ordered_json{
      {"provider", options.provider},
      {"fault", options.fault},
      {"share_percent", *percent},
      {"for_seconds", static_cast<double>(length.count()) / 1e3},
      {"delay_ms", duration("--delay", options.delay).count()}}
      .dump();
}

} // namespace

std::optional<milliseconds> parse_duration(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, double>, 4> units{
      {{"ms", 1}, {"s", 1e3}, {"m", 6e4}, {"h", 3.6e6}}};
  const auto count = take_number(text);
  for (const auto& [name, factor] : units)
    if (count && text == name)
      return milliseconds{std::llround(std::ceil(*count * factor))};
  return std::nullopt;
}

std::optional<double> parse_percent(std::string_view text) {
  const auto count = take_number(text);
  if (!count)
    return std::nullopt;
  const auto percent = text == "%" ? *count : *count * 100;
  if ((text != "%" && !text.empty()) || percent > 100)
    return std::nullopt;
  return percent;
}

std::variant<drill_plan, std::string> plan_drill(
    const drill_options& options) try {
  const auto at = settings::parse_endpoint(options.daemon.control);
  if (!at)
    refuse("--control", options.daemon.control,
           "allowed is HOST:PORT, such as 127.0.0.1:7301");
  drill_plan out;
  out.control = *at;
  out.order = order(options);
  out.recover = duration("--recover", options.recover);
  look_at_folder(options.out);
  out.folder = options.out;
  auto key = read_admin_key(options.daemon);
  if (auto* why = std::get_if<std::string>(&key))
    return std::move(*why);
  out.admin_key = std::get<admin_key>(std::move(key)).value;
  return out;
} catch (const wrong_option& wrong) {
  return wrong.sentence;
}

} // namespace bellwether::cli
