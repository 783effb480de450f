#include "http/gateway/caller_access.hpp"

#include "http/gateway/secret_hash.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace bellwether::http {

using std::chrono::milliseconds;

namespace {

constexpr std::string_view remedy =
    "send one that `bellwether keys create` made, as \"Authorization: Bearer "
    "bw-...\" or as \"x-api-key\"";

/// What stands behind "Bearer"; "" if it is another scheme.
std::string_view bearer(std::string_view authorization) {
  constexpr std::string_view scheme = "bearer ";
  const auto same = [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b;
  };
  if (authorization.size() < scheme.size()
      || !std::ranges::equal(authorization.substr(0, scheme.size()), scheme,
                             same))
    return {};
  const auto secret = authorization.find_first_not_of(' ', scheme.size());
  return secret == std::string_view::npos ? std::string_view{}
                                          : authorization.substr(secret);
}

/// The secret's hash; taken anew only if it is not the connection's last one.
const std::string& hash(std::string_view secret, hashed_secret& last) {
  if (last.hash.empty() || last.secret != secret) {
    last.hash = hash_of(secret);
    last.secret = secret;
  }
  return last.hash;
}

/// The key of which the hash is, or was; one that is not good any more.
const domain::caller_key* former(const actors::key_ring& ring,
                                 std::string_view hash) {
  const auto found = std::ranges::find_if(ring.keys(), [hash](const auto& key) {
    return key.hash == hash || key.former_hash == hash;
  });
  return found == ring.keys().end() ? nullptr : &*found;
}

caller_identity identity_of(std::shared_ptr<const actors::key_ring> ring,
                            const domain::caller_key& key) {
  return {key.name, key.team, std::move(ring), &key};
}

reply refuse_caller(std::string why) {
  auto out =
      error_reply(401, {.message = std::move(why.append("; ").append(remedy)),
                        .type = "authentication_error",
                        .code = "invalid_api_key"});
  out.headers.emplace_back("WWW-Authenticate", "Bearer");
  return out;
}

reply refuse_model(const caller_identity& who, std::string_view model) {
  std::string allowed;
  for (const auto& name : who.rule->models)
    allowed += (allowed.empty() ? "" : ", ") + name;
  return error_reply(
      403, {.message = "the key \"" + who.key + "\" may not ask for the model "
                       + json_string(model) + "; it may ask for " + allowed,
            .type = "permission_error",
            .param = "model",
            .code = "model_not_allowed"});
}

reply refuse_rate(const caller_identity& who, const domain::rate_limit& limit,
                  std::string_view of, milliseconds wait) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
  auto out = error_reply(
      429,
      {.message = "the key \"" + who.key + "\" has used up its "
                  + std::to_string(limit.per_minute()) + " " + std::string{of}
                  + " a minute; try again in " + std::to_string(seconds) + " s",
       .type = "rate_limit_error",
       .code = "rate_limit_exceeded"});
  out.headers.emplace_back("Retry-After", std::to_string(seconds));
  return out;
}

/// Begins a limit anew if it is not the one that the key has now.
void bring_up_to_date(std::optional<domain::rate_limit>& limit,
                      const std::optional<std::int64_t>& per_minute,
                      caller_access::time_point now) {
  if (!per_minute)
    limit.reset();
  else if (!limit || limit->per_minute() != *per_minute)
    limit.emplace(*per_minute, now);
}

struct rate_headers {
  std::string_view limit;
  std::string_view remaining;
};

constexpr rate_headers of_requests{"x-ratelimit-limit-requests",
                                   "x-ratelimit-remaining-requests"};
constexpr rate_headers of_tokens{"x-ratelimit-limit-tokens",
                                 "x-ratelimit-remaining-tokens"};

void append_rate(const std::optional<domain::rate_limit>& limit,
                 const rate_headers& names, caller_access::time_point now,
                 header_list& to) {
  if (!limit)
    return;
  to.emplace_back(names.limit, std::to_string(limit->per_minute()));
  to.emplace_back(names.remaining, std::to_string(limit->remaining(now)));
}

} // namespace

caller_access::caller_access(std::shared_ptr<const actors::key_board> keys,
                             settings::anonymous_callers anonymous,
                             std::shared_ptr<actors::key_refusals> refusals)
    : keys_{std::move(keys)},
      anonymous_{anonymous},
      refusals_{std::move(refusals)} {}

void caller_access::count_refusal(const std::string& key) const {
  if (refusals_)
    refusals_->count(key, std::chrono::steady_clock::now());
}

bool caller_access::serves_anonymous(const actors::key_ring& ring,
                                     bool from_loopback) const {
  switch (anonymous_) {
    case settings::anonymous_callers::until_keys:
      return from_loopback && !ring.any();
    case settings::anonymous_callers::loopback:
      return from_loopback;
    case settings::anonymous_callers::never:
      break;
  }
  return false;
}

/// Clients insist on sending some key: one that nobody knows is as good as none
/// where none is needed. A known one that is not good any more never is.
std::variant<caller_identity, reply> caller_access::identify(
    const caller_credentials& of, domain::wall_time now) const {
  auto ring = keys_->ring();
  const bool anonymous = serves_anonymous(*ring, of.from_loopback);
  if (anonymous && !ring->any())
    return caller_identity{};
  hashed_secret own;
  auto& last = of.last != nullptr ? *of.last : own;
  bool sent = false;
  const domain::caller_key* over = nullptr;
  for (const auto secret :
       {bearer(of.authorization), of.api_key, of.goog_api_key}) {
    if (secret.empty())
      continue;
    sent = true;
    const auto& hashed = hash(secret, last);
    if (const auto* key = ring->find(hashed, now))
      return identity_of(std::move(ring), *key);
    over = over != nullptr ? over : former(*ring, hashed);
  }
  if (over != nullptr) {
    count_refusal(over->name);
    return refuse_caller("this API key was revoked, or replaced by another");
  }
  if (anonymous)
    return caller_identity{};
  count_refusal("");
  return refuse_caller(sent ? "nobody knows this API key"
                            : "the request has no API key");
}

std::optional<reply> caller_access::admit(const caller_identity& who,
                                          std::string_view model,
                                          time_point now) {
  if (!who.may_ask_for(model))
    return refuse_model(who, model);
  if (!who.has_rates())
    return std::nullopt;
  const std::lock_guard lock{mutex_};
  auto& [requests, tokens] = rates_of(who, now);
  std::optional<reply> out;
  if (const auto wait = requests ? requests->wait(now) : std::nullopt)
    out = refuse_rate(who, *requests, "requests", *wait);
  else if (const auto pause = tokens ? tokens->wait(now) : std::nullopt)
    out = refuse_rate(who, *tokens, "tokens", *pause);
  if (!out && requests)
    requests->take(1, now);
  if (out) {
    append_rate(requests, of_requests, now, out->headers);
    append_rate(tokens, of_tokens, now, out->headers);
  }
  return out;
}

void caller_access::used(const caller_identity& who, std::int64_t tokens,
                         time_point now) {
  if (who.rule == nullptr || !who.rule->tokens_per_minute || tokens <= 0)
    return;
  const std::lock_guard lock{mutex_};
  const auto found = rates_.find(who.key);
  if (found != rates_.end() && found->second.tokens)
    found->second.tokens->take(tokens, now);
}

void caller_access::append_rates(const caller_identity& who, time_point now,
                                 header_list& to) {
  if (!who.has_rates())
    return;
  const std::lock_guard lock{mutex_};
  const auto found = rates_.find(who.key);
  if (found == rates_.end())
    return;
  append_rate(found->second.requests, of_requests, now, to);
  append_rate(found->second.tokens, of_tokens, now, to);
}

caller_access::rates& caller_access::rates_of(const caller_identity& who,
                                              time_point now) {
  // Keys come and go: the names of those that went must not stay.
  if (rates_.size() > who.ring->keys().size())
    std::erase_if(rates_, [&keys = who.ring->keys()](const auto& entry) {
      return std::ranges::find(keys, entry.first, &domain::caller_key::name)
             == keys.end();
    });
  auto& out = rates_[who.key];
  bring_up_to_date(out.requests, who.rule->requests_per_minute, now);
  bring_up_to_date(out.tokens, who.rule->tokens_per_minute, now);
  return out;
}

} // namespace bellwether::http
