#include "providers/error_names.hpp"

#include <algorithm>
#include <span>

namespace bellwether::providers {

namespace {

using enum domain::failure_class;
using domain::failure_class;

struct named_class {
  std::string_view name;
  failure_class what;
};

// Names that tell more than the status they come with. Read from the most to
// the least particular: reason, code, Google's status, type.
constexpr named_class names[] = {
    {"insufficient_quota", quota_exhausted},
    {"credit_balance_exhausted", quota_exhausted},
    {"organization_usage_limit_exceeded", quota_exhausted},
    {"organization_spend_limit_exceeded", quota_exhausted},
    {"project_spend_limit_exceeded", quota_exhausted},
    {"enforced_spend_limit_reached", quota_exhausted},
    {"contract_spend_limit_reached", quota_exhausted},
    {"billing_error", quota_exhausted},
    {"billing_not_active", quota_exhausted},
    {"billing_hard_limit_reached", quota_exhausted},
    {"insufficient_balance", quota_exhausted},
    {"invalid_api_key", bad_credentials},
    {"authentication_error", bad_credentials},
    {"permission_error", bad_credentials},
    {"account_deactivated", bad_credentials},
    {"unsupported_country_region_territory", bad_credentials},
    {"API_KEY_INVALID", bad_credentials},
    {"API_KEY_SERVICE_BLOCKED", bad_credentials},
    {"UNAUTHENTICATED", bad_credentials},
    {"PERMISSION_DENIED", bad_credentials},
    {"FAILED_PRECONDITION", bad_credentials},
    {"model_not_found", model_missing},
    {"model_not_available", model_missing},
    {"not_found_error", model_missing},
    {"NOT_FOUND", model_missing},
    {"context_length_exceeded", context_too_long},
    {"exceed_context_size_error", context_too_long},
    {"content_policy_violation", content_refused},
    {"content_filter", content_refused},
    {"request_too_large", request_too_large},
    {"rate_limit_exceeded", rate_limited},
    {"rate_limit_error", rate_limited},
    {"ramp_limit_exceeded", rate_limited},
    {"slow_down", rate_limited},
    {"too_many_requests", rate_limited},
    {"RESOURCE_EXHAUSTED", rate_limited},
    {"overloaded_error", overloaded},
    {"server_is_overloaded", overloaded},
    {"service_unavailable_error", overloaded},
    {"insufficient_system_resource", overloaded},
    {"UNAVAILABLE", overloaded},
};

// Names that only repeat a status: read where there is none, inside a 2xx.
constexpr named_class weak_names[] = {
    {"server_error", server_error},
    {"api_error", server_error},
    {"internal_error", server_error},
    {"internal_server_error", server_error},
    {"timeout_error", server_error},
    {"INTERNAL", server_error},
    {"DEADLINE_EXCEEDED", server_error},
    {"CANCELLED", try_again},
    {"conflict_error", try_again},
    {"invalid_request_error", bad_request},
    {"INVALID_ARGUMENT", bad_request},
};

// Sentences of providers whose codes say less than they do. Only a message's
// own beginning counts: further on it may quote what the caller sent, and a
// caller must not be able to talk a provider out of service.
constexpr named_class openings[] = {
    {"Your credit balance is too low", quota_exhausted},
    {"You have reached your specified API usage limits", quota_exhausted},
    {"You have reached your specified workspace API usage limits",
     quota_exhausted},
    {"Insufficient Balance", quota_exhausted},
    {"API key not valid", bad_credentials},
    {"API key expired", bad_credentials},
    {"Missing or invalid Authorization header", bad_credentials},
    {"Model Not Exist", model_missing},
    {"Content Exists Risk", content_refused},
};

constexpr std::string_view context_phrases[] = {
    "prompt is too long",
    "maximum context length",
    "input token count",
    "context_length_exceeded",
    "exceeds the context window",
    "available context size",
    "exceeds the maximum number of tokens",
    "exceed context limit",
};

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool contains(std::string_view text, std::string_view words) {
  return std::search(text.begin(), text.end(), words.begin(), words.end(),
                     [](char a, char b) { return lower(a) == lower(b); })
         != text.end();
}

std::optional<failure_class> by_name(const error_body& error,
                                     std::span<const named_class> table) {
  const auto fields = {&error.reason, &error.code, &error.status, &error.type};
  for (const auto* field : fields) {
    const auto* hit = std::find_if(
        table.data(), table.data() + table.size(),
        [field](const named_class& entry) { return entry.name == *field; });
    if (hit != table.data() + table.size())
      return hit->what;
  }
  return std::nullopt;
}

} // namespace

std::optional<failure_class> class_by_name(const error_body& error) {
  return by_name(error, names);
}

std::optional<failure_class> class_by_weak_name(const error_body& error) {
  return by_name(error, weak_names);
}

std::optional<failure_class> class_by_opening(std::string_view message) {
  for (const auto& [words, what] : openings) {
    if (message.starts_with(words))
      return what;
  }
  return std::nullopt;
}

bool says_too_long(std::string_view message) {
  return std::any_of(std::begin(context_phrases), std::end(context_phrases),
                     [&](auto words) { return contains(message, words); });
}

bool says_model(std::string_view message) {
  return contains(message, "model");
}

} // namespace bellwether::providers
