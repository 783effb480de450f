#include "domain/failure.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <string>

namespace bellwether::domain {

namespace {

struct row {
  failure_class what;
  next_step step;
  health_mark mark;
  std::string name;
};

const std::vector<row>& table() {
  using enum failure_class;
  constexpr auto fail_over = next_step::fail_over;
  constexpr auto retry = next_step::retry_or_fail_over;
  constexpr auto tell = next_step::tell_caller;
  constexpr auto none = health_mark::none;
  constexpr auto failed = health_mark::failure;
  constexpr auto provider = health_mark::provider_misconfigured;
  static const std::vector<row> rows{
      {unreachable, retry, failed, "unreachable"},
      {connection_lost, retry, failed, "connection_lost"},
      {timed_out, fail_over, failed, "timed_out"},
      {try_again, retry, none, "try_again"},
      {rate_limited, retry, health_mark::rate_limited, "rate_limited"},
      {overloaded, retry, failed, "overloaded"},
      {server_error, retry, failed, "server_error"},
      {odd_server_error, fail_over, failed, "odd_server_error"},
      {bad_answer, retry, failed, "bad_answer"},
      {truncated, retry, failed, "truncated"},
      {quota_exhausted, fail_over, provider, "quota_exhausted"},
      {bad_credentials, fail_over, provider, "bad_credentials"},
      {model_missing, fail_over, health_mark::model_misconfigured,
       "model_missing"},
      {wrong_endpoint, fail_over, provider, "wrong_endpoint"},
      {context_too_long, fail_over, none, "context_too_long"},
      {content_refused, tell, none, "content_refused"},
      {request_too_large, tell, none, "request_too_large"},
      {bad_request, tell, none, "bad_request"},
      {unsupported, fail_over, none, "unsupported"},
      {deadline_passed, tell, none, "deadline_passed"},
      {caller_gone, tell, none, "caller_gone"}};
  return rows;
}

} // namespace

TEST_CASE("every failure class has the verdict of the table",
          "[domain][failure]") {
  for (const row& r : table()) {
    INFO(r.name);
    CHECK(verdict_of(r.what).step == r.step);
    CHECK(verdict_of(r.what).mark == r.mark);
    CHECK(to_string(r.what) == r.name);
  }
}

TEST_CASE("the table has every failure class", "[domain][failure]") {
  std::set<failure_class> seen;
  for (const row& r : table())
    seen.insert(r.what);
  const auto last = static_cast<std::size_t>(failure_class::caller_gone);
  CHECK(seen.size() == last + 1);
}

TEST_CASE("what the caller must be told never touches health",
          "[domain][failure]") {
  for (const row& r : table())
    if (verdict_of(r.what).step == next_step::tell_caller)
      CHECK(verdict_of(r.what).mark == health_mark::none);
}

} // namespace bellwether::domain
