#include "storage/key_entry.hpp"

#include "domain/rfc3339.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace bellwether::storage {

using domain::caller_key;
using domain::key_budget;
using domain::money;
using settings::object_reader;

namespace {

constexpr std::size_t most_models = 1'000;
constexpr std::size_t longest_name = 64;
constexpr std::size_t longest_model = 256;
constexpr std::size_t longest_hint = 16;
constexpr std::int64_t most_a_minute = 1'000'000'000'000;

constexpr auto* team_field = "team";
constexpr auto* hint_field = "hint";
constexpr auto* created_field = "created";
constexpr auto* revoked_field = "revoked";
constexpr auto* former_until_field = "former_until";
constexpr auto* budget_field = "budget";
constexpr auto* limit_field = "limit_nano_usd";
constexpr auto* period_field = "period";
constexpr auto* requests_field = "requests_per_minute";
constexpr auto* tokens_field = "tokens_per_minute";
constexpr auto* models_field = "models";

constexpr std::string_view name_rule =
    "must be 1 to 64 letters, digits, '.', '_' or '-'";
constexpr std::string_view hash_rule =
    "must be a SHA-256 of 64 lower-case hexadecimal digits";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_name(std::string_view text) {
  return text.size() <= longest_name
         && std::all_of(text.begin(), text.end(), [](char c) {
              return is_digit(c) || (c >= 'a' && c <= 'z')
                     || (c >= 'A' && c <= 'Z') || c == '.' || c == '_'
                     || c == '-';
            });
}

bool is_hash(std::string_view text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
           return is_digit(c) || (c >= 'a' && c <= 'f');
         });
}

bool is_plain(std::string_view text, std::size_t longest) {
  return !text.empty() && text.size() <= longest
         && std::all_of(text.begin(), text.end(), [](char c) {
              return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f;
            });
}

/// Reads a text that `is_right`; `rule` says what that is.
template <class Check>
void read_text(object_reader& from, const char* field, std::string& to,
               Check is_right, std::string_view rule) {
  if (from.text(field, to) && !is_right(to))
    from.refuse(field, std::string{rule});
}

std::optional<domain::wall_time> read_time(object_reader& from,
                                           const char* field) {
  std::string text;
  if (!from.text(field, text))
    return {};
  const auto at = domain::read_rfc3339(text);
  if (!at)
    from.refuse(field, "must be a time such as \"2026-11-22T12:00:00Z\"");
  return at;
}

std::optional<std::int64_t> read_rate(object_reader& from, const char* field) {
  std::int64_t rate = 0;
  if (!from.whole(field, rate, {1, most_a_minute, ""}))
    return {};
  return rate;
}

std::optional<key_budget> read_budget(object_reader& from) {
  if (!from.has(budget_field)) {
    from.value(budget_field); // known all the same
    return {};
  }
  auto budget = from.object(budget_field);
  require(budget, limit_field, "a number of nano-dollars");
  require(budget, period_field, "a period such as \"month\"");
  std::int64_t nanos = 0;
  budget.whole(limit_field, nanos,
               {0, std::numeric_limits<std::int64_t>::max(), ""});
  std::string text = "month";
  budget.text(period_field, text);
  const auto period = domain::parse_period(text);
  if (!period)
    budget.refuse(period_field,
                  "must be a period such as \"month\", \"day\" "
                  "or \"rolling 7d\"");
  return key_budget{money::nanos(nanos), period.value_or(domain::period{})};
}

void read_models(object_reader& from, std::vector<std::string>& to) {
  if (!from.texts(models_field, to))
    return;
  if (to.empty())
    from.refuse(models_field,
                "must name a model or a route; without the key, all are "
                "allowed");
  if (to.size() > most_models)
    from.refuse(models_field,
                "must not name more than " + std::to_string(most_models));
  for (const auto& model : to)
    if (!is_plain(model, longest_model))
      from.refuse(models_field,
                  "must be names of 1 to 256 bytes without control characters");
}

void read_secrets(object_reader& from, caller_key& to) {
  require(from, key_fields::hash, "the SHA-256 of a secret");
  read_text(from, key_fields::hash, to.hash, is_hash, hash_rule);
  read_text(
      from, hint_field, to.hint,
      [](std::string_view text) { return is_plain(text, longest_hint); },
      "must be 1 to 16 bytes without control characters");
  read_text(from, key_fields::former_hash, to.former_hash, is_hash, hash_rule);
  to.former_until = read_time(from, former_until_field);
  if (from.has(key_fields::former_hash) != from.has(former_until_field))
    from.refuse(key_fields::former_hash,
                "must stand together with \"former_until\"");
}

void put(nlohmann::ordered_json& to, const char* field,
         const std::string& text) {
  if (!text.empty())
    to[field] = text;
}

void put(nlohmann::ordered_json& to, const char* field,
         const std::optional<domain::wall_time>& at) {
  if (at)
    to[field] = domain::write_rfc3339(*at);
}

void put(nlohmann::ordered_json& to, const char* field,
         const std::optional<std::int64_t>& number) {
  if (number)
    to[field] = *number;
}

} // namespace

void require(object_reader& from, const char* field, std::string_view what) {
  if (!from.has(field))
    from.missing(field, what);
}

caller_key read_key(object_reader& from) {
  caller_key key;
  require(from, key_fields::name, "a name");
  read_text(from, key_fields::name, key.name, is_name, name_rule);
  if (key.name == domain::anonymous_key)
    from.refuse(key_fields::name, "is what callers without a key are called");
  read_text(from, team_field, key.team, is_name, name_rule);
  read_secrets(from, key);
  require(from, created_field, "a time");
  key.created = read_time(from, created_field).value_or(domain::wall_time{});
  key.revoked = read_time(from, revoked_field);
  key.budget = read_budget(from);
  key.requests_per_minute = read_rate(from, requests_field);
  key.tokens_per_minute = read_rate(from, tokens_field);
  read_models(from, key.models);
  return key;
}

nlohmann::ordered_json key_entry(const caller_key& key) {
  nlohmann::ordered_json out;
  put(out, key_fields::name, key.name);
  put(out, team_field, key.team);
  put(out, key_fields::hash, key.hash);
  put(out, hint_field, key.hint);
  put(out, created_field, std::optional{key.created});
  put(out, revoked_field, key.revoked);
  put(out, key_fields::former_hash, key.former_hash);
  put(out, former_until_field, key.former_until);
  if (key.budget)
    out[budget_field] = {{limit_field, key.budget->limit.nanos()},
                         {period_field, to_string(key.budget->period)}};
  put(out, requests_field, key.requests_per_minute);
  put(out, tokens_field, key.tokens_per_minute);
  if (!key.models.empty())
    out[models_field] = key.models;
  return out;
}

} // namespace bellwether::storage
