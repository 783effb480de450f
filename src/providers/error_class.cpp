#include "providers/error_class.hpp"

#include "providers/error_names.hpp"
#include "providers/safe_text.hpp"

#include <charconv>
#include <string>

namespace bellwether::providers {

namespace {

using domain::failure;
using enum domain::failure_class;
using domain::failure_class;

// A wait of more than this is Google's way to say that the day's quota is gone.
constexpr std::chrono::seconds longest_rate_limit{300};

bool is_used_up(const error_body& error) {
  if (error.status != "RESOURCE_EXHAUSTED")
    return false;
  return error.daily_quota || error.no_quota
         || (error.retry_delay && *error.retry_delay > longest_rate_limit);
}

failure_class by_status(int status) {
  if (status >= 300 && status < 400)
    return wrong_endpoint;
  switch (status) {
    case 401:
    case 403:
      return bad_credentials;
    case 402:
      return quota_exhausted;
    case 404:
    case 405:
    case 407:
    case 410:
    case 421:
      return wrong_endpoint;
    case 408:
    case 409:
    case 425:
    case 499:
      return try_again;
    case 413:
      return request_too_large;
    case 429:
      return rate_limited;
    case 500:
    case 502:
    case 504:
      return server_error;
    case 503:
    case 529:
      return overloaded;
    default:
      break;
  }
  if (status >= 400 && status < 500)
    return bad_request;
  return status >= 500 ? odd_server_error : bad_answer;
}

// The status is a statement of its own here, whatever the page may say.
bool html_keeps_class(failure_class what) {
  return what != bad_request && what != bad_credentials;
}

bool is_callers(failure_class what) {
  return what == bad_request || what == request_too_large;
}

failure_class class_of(const error_body& error, int status) {
  const auto plain = by_status(status);
  if (is_callers(plain) && says_too_long(error.message))
    return context_too_long;
  if (plain == request_too_large)
    return plain;
  if (is_used_up(error))
    return quota_exhausted;
  if (const auto named = class_by_name(error))
    return *named;
  if (const auto opened = class_by_opening(error.message);
      opened && (plain == bad_request || plain == bad_answer))
    return *opened;
  if ((status == 404 || status == 410) && says_model(error.message))
    return model_missing;
  return plain;
}

// The status that an error within a 2xx names itself, or 0.
int status_in(std::string_view code) {
  int status = 0;
  const auto* end = code.data() + code.size();
  const auto [stop, fault] = std::from_chars(code.data(), end, status);
  return fault == std::errc{} && stop == end && status >= 400 && status < 600
             ? status
             : 0;
}

std::string code_of(const error_body& error) {
  for (const auto* name :
       {&error.reason, &error.code, &error.status, &error.type}) {
    const bool telling = !name->empty() && status_in(*name) == 0;
    if (auto safe = telling ? safe_code(*name) : std::string{}; !safe.empty())
      return safe;
  }
  return safe_code(error.code);
}

constexpr std::size_t max_param_bytes = 120;

std::string with_status(std::string_view words, int status) {
  return std::string(words) + " (HTTP " + std::to_string(status) + ").";
}

std::string detail_of(const error_body& error, failure_class what, int status) {
  // A refusal often quotes the key that it refuses.
  if (what == bad_credentials)
    return with_status("The provider refused the configured credentials",
                       status);
  auto detail = safe_text(error.message);
  return detail.empty() ? with_status("The provider gave no reason", status)
                        : detail;
}

failure described(const error_body& error, failure_class what, int status) {
  return {.what = what,
          .status = status,
          .code = code_of(error),
          .detail = detail_of(error, what, status),
          .param = safe_text(error.param, max_param_bytes),
          .retry_after = error.retry_delay};
}

failure html_failure(int status) {
  auto what = by_status(status);
  if (!html_keeps_class(what))
    what = wrong_endpoint;
  return {.what = what,
          .status = status,
          .code = {},
          .detail = with_status("The provider answered with an HTML page, "
                                "not with its API's JSON",
                                status)};
}

// Waiting is a cure for some classes only.
bool may_wait(failure_class what) {
  return what == rate_limited || what == overloaded || what == server_error
         || what == odd_server_error || what == try_again
         || what == quota_exhausted;
}

} // namespace

failure classify_answer(int status, std::string_view body,
                        std::optional<std::chrono::milliseconds> retry_after) {
  failure out;
  if (is_html(body)) {
    out = html_failure(status);
  } else {
    const auto error = read_error_body(body).value_or(error_body{});
    out = described(error, class_of(error, status), status);
  }
  if (retry_after)
    out.retry_after = retry_after;
  if (!may_wait(out.what))
    out.retry_after.reset();
  return out;
}

failure classify_embedded(const error_body& error, int status) {
  auto what = class_of(error, status_in(error.code));
  if (what == bad_answer)
    what = class_by_weak_name(error).value_or(bad_answer);
  auto out = described(error, what, status);
  if (!may_wait(what))
    out.retry_after.reset();
  return out;
}

failure not_an_answer(std::string_view why, int status) {
  return {.what = bad_answer,
          .status = status,
          .code = {},
          .detail = std::string(why)};
}

} // namespace bellwether::providers
