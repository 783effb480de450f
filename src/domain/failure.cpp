#include "domain/failure.hpp"

namespace bellwether::domain {

std::string_view to_string(failure_class c) {
  switch (c) {
    case failure_class::unreachable:
      return "unreachable";
    case failure_class::connection_lost:
      return "connection_lost";
    case failure_class::timed_out:
      return "timed_out";
    case failure_class::try_again:
      return "try_again";
    case failure_class::rate_limited:
      return "rate_limited";
    case failure_class::overloaded:
      return "overloaded";
    case failure_class::server_error:
      return "server_error";
    case failure_class::odd_server_error:
      return "odd_server_error";
    case failure_class::bad_answer:
      return "bad_answer";
    case failure_class::truncated:
      return "truncated";
    case failure_class::quota_exhausted:
      return "quota_exhausted";
    case failure_class::bad_credentials:
      return "bad_credentials";
    case failure_class::model_missing:
      return "model_missing";
    case failure_class::wrong_endpoint:
      return "wrong_endpoint";
    case failure_class::context_too_long:
      return "context_too_long";
    case failure_class::content_refused:
      return "content_refused";
    case failure_class::request_too_large:
      return "request_too_large";
    case failure_class::bad_request:
      return "bad_request";
    case failure_class::unsupported:
      return "unsupported";
    case failure_class::deadline_passed:
      return "deadline_passed";
    case failure_class::caller_gone:
      return "caller_gone";
  }
  return "unknown";
}

verdict verdict_of(failure_class c) {
  switch (c) {
    case failure_class::unreachable:
    case failure_class::connection_lost:
    case failure_class::overloaded:
    case failure_class::server_error:
    case failure_class::bad_answer:
    case failure_class::truncated:
      return {next_step::retry_or_fail_over, health_mark::failure};
    case failure_class::timed_out:
    case failure_class::odd_server_error:
      return {next_step::fail_over, health_mark::failure};
    case failure_class::try_again:
      return {next_step::retry_or_fail_over, health_mark::none};
    case failure_class::rate_limited:
      return {next_step::retry_or_fail_over, health_mark::rate_limited};
    case failure_class::quota_exhausted:
    case failure_class::bad_credentials:
    case failure_class::wrong_endpoint:
      return {next_step::fail_over, health_mark::provider_misconfigured};
    case failure_class::model_missing:
      return {next_step::fail_over, health_mark::model_misconfigured};
    case failure_class::context_too_long:
    case failure_class::unsupported:
      return {next_step::fail_over, health_mark::none};
    case failure_class::content_refused:
    case failure_class::request_too_large:
    case failure_class::bad_request:
    case failure_class::deadline_passed:
    case failure_class::caller_gone:
      return {next_step::tell_caller, health_mark::none};
  }
  return {next_step::fail_over, health_mark::failure};
}

} // namespace bellwether::domain
