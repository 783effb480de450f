#include "alerts/verdict.hpp"

#include "alerts/sample.hpp"
#include "domain/any.hpp"

#include <catch2/catch.hpp>

#include <rapidcheck/catch.h>
#include <string>
#include <vector>

namespace bellwether::alerts {

using settings::sink_kind;
using enum verdict::kind;
using std::chrono::milliseconds;

namespace {

struct row {
  std::vector<int> status;
  std::string body;
  verdict::kind what;
};

void check_rows(sink_kind kind, const std::vector<row>& rows) {
  for (const auto& row : rows)
    for (const int status : row.status) {
      CAPTURE(to_string(kind), status, row.body);
      sink_answer answer;
      answer.status = status;
      answer.body = row.body;
      const auto out = judge(kind, answer);
      CHECK(out.what == row.what);
      CHECK(out.why.empty() == (row.what == delivered));
    }
}

const std::vector<int> never{301, 302, 303, 307, 308, 401, 403, 404, 410};
const std::vector<int> not_now{408, 429, 500, 502, 503, 504, 599};
const std::vector<int> not_this_one{400, 413, 422, 405, 415, 418};

verdict asked_to_wait(sink_kind kind, int status, const std::string& how_long) {
  sink_answer answer;
  answer.status = status;
  answer.retry_after = how_long;
  return judge(kind, answer);
}

} // namespace

TEST_CASE("Slack's answers mean what its documentation says",
          "[alerts][verdict]") {
  check_rows(sink_kind::slack, {{{200}, "ok", delivered},
                                {{200}, "ok\r\n", delivered},
                                {{200}, "<html>login</html>", disabled},
                                {{200}, "", disabled},
                                {{201, 202, 204}, "ok", disabled},
                                {{400}, "invalid_payload", rejected},
                                {{400}, "no_text", rejected},
                                {{403}, "invalid_token", disabled},
                                {{404}, "no_service", disabled},
                                {{410}, "channel_is_archived", disabled},
                                {{429}, "", again},
                                {{500}, "rollup_error", again},
                                {never, "", disabled},
                                {not_now, "", again},
                                {not_this_one, "", rejected}});
}

TEST_CASE("PagerDuty's answers mean what its documentation says",
          "[alerts][verdict]") {
  check_rows(sink_kind::pagerduty,
             {{{202}, R"({"status":"success"})", delivered},
              {{200, 201, 204}, "", disabled},
              {{400}, R"({"status":"invalid event"})", rejected},
              {never, "", disabled},
              {not_now, "", again},
              {not_this_one, "", rejected}});
}

TEST_CASE("a webhook takes a message with any 2xx", "[alerts][verdict]") {
  check_rows(sink_kind::webhook, {{{200, 201, 202, 204, 299}, "", delivered},
                                  {never, "", disabled},
                                  {not_now, "", again},
                                  {not_this_one, "", rejected}});
}

TEST_CASE("Teams takes a message with 200 or 202", "[alerts][verdict]") {
  check_rows(sink_kind::teams, {{{200, 202}, "", delivered},
                                {{204}, "", disabled},
                                {never, "", disabled},
                                {not_now, "", again},
                                {not_this_one, "", rejected}});
}

TEST_CASE("Discord takes a message with 200 or 204", "[alerts][verdict]") {
  check_rows(sink_kind::discord, {{{200, 204}, "", delivered},
                                  {{202}, "", disabled},
                                  {never, "", disabled},
                                  {not_now, "", again},
                                  {not_this_one, "", rejected}});
}

TEST_CASE("a mail server's answers mean what RFC 5321 says",
          "[alerts][verdict]") {
  check_rows(sink_kind::email, {{{250, 221}, "", delivered},
                                {{354, 421, 450, 451, 452}, "", again},
                                {{550, 552, 553, 554}, "", rejected},
                                {{530, 534, 535}, "", disabled}});
}

TEST_CASE("without an answer a message is sent again", "[alerts][verdict]") {
  const auto kind =
      GENERATE(sink_kind::slack, sink_kind::pagerduty, sink_kind::webhook,
               sink_kind::teams, sink_kind::discord, sink_kind::email);
  sink_answer answer;
  answer.problem = "it cannot be reached";
  CHECK(judge(kind, answer).what == again);
  CHECK(judge(kind, answer).why == "it cannot be reached");
  answer.lasting_problem = true;
  CHECK(judge(kind, answer).what == disabled);
}

TEST_CASE("a good answer that broke off is no reason to give a sink up",
          "[alerts][verdict]") {
  sink_answer answer;
  answer.status = 200;
  answer.body = "o";
  answer.problem = "it did not answer in time";
  CHECK(judge(sink_kind::slack, answer).what == again);
  CHECK(judge(sink_kind::webhook, answer).what == delivered);
  answer.status = 404;
  CHECK(judge(sink_kind::slack, answer).what == disabled);
}

TEST_CASE("a sink says how long to wait", "[alerts][verdict]") {
  const auto [text, pause] = GENERATE(table<std::string, std::int64_t>({
      {"0", 0},
      {"1", 1'000},
      {"30", 30'000},
      {"0.5", 500},
      {"86400", 86'400'000},
      {"86401", 86'400'000}, // a day at most
      {"99999999999", 86'400'000},
  }));
  CAPTURE(text);
  CHECK(asked_to_wait(sink_kind::slack, 429, text).pause
        == milliseconds{pause});
  CHECK(asked_to_wait(sink_kind::webhook, 503, text).pause
        == milliseconds{pause});
}

TEST_CASE("a wait that cannot be read is none", "[alerts][verdict]") {
  const auto text =
      GENERATE(as<std::string>{}, "", "-1", "soon", "1 s", " 1", "nan", "-inf",
               "1e9999", "0x10", "Mon, 23 Nov 2026 14:05:00 GMT");
  CAPTURE(text);
  const auto out = asked_to_wait(sink_kind::slack, 429, text);
  CHECK(out.what == again);
  CHECK_FALSE(out.pause);
}

TEST_CASE("only what is sent again waits", "[alerts][verdict]") {
  CHECK_FALSE(asked_to_wait(sink_kind::webhook, 200, "30").pause);
  CHECK_FALSE(asked_to_wait(sink_kind::webhook, 400, "30").pause);
  CHECK_FALSE(asked_to_wait(sink_kind::webhook, 404, "30").pause);
}

TEST_CASE("Discord says in its body how long to wait", "[alerts][verdict]") {
  sink_answer answer;
  answer.status = 429;
  answer.retry_after = "2";
  answer.body = R"({"message": "slow", "retry_after": 1.337})";
  CHECK(judge(sink_kind::discord, answer).pause == milliseconds{1'337});
  CHECK(judge(sink_kind::slack, answer).pause == milliseconds{2'000});
  const auto body =
      GENERATE(as<std::string>{}, "", "{", "[]", "{}", "\xFF",
               R"({"retry_after": "1"})", R"({"retry_after": -1})");
  answer.body = body;
  CAPTURE(body);
  CHECK(judge(sink_kind::discord, answer).pause == milliseconds{2'000});
}

TEST_CASE("what a sink wrote is shown short and in one line",
          "[alerts][verdict]") {
  sink_answer answer;
  answer.status = 400;
  CHECK(judge(sink_kind::webhook, answer).why == "it answered 400");
  answer.body = "bad\nline\x1b[31m\xFF";
  CHECK(judge(sink_kind::webhook, answer).why
        == "it answered 400: bad line [31m\xEF\xBF\xBD");
  answer.body = std::string(10'000, 'x');
  CHECK(judge(sink_kind::webhook, answer).why.size() < 300);
  answer.problem = std::string(10'000, 'p');
  CHECK(judge(sink_kind::webhook, answer).why.size() < 500);
  answer.status = 0;
  CHECK(judge(sink_kind::webhook, answer).why.size() <= 200);
}

TEST_CASE("whatever a sink answers, it is judged",
          "[alerts][verdict][property]") {
  rc::prop("the reason is short UTF-8", [] {
    sink_answer answer;
    answer.status = domain::any_of(-1, 1'000);
    answer.body = any_bytes(600);
    if (domain::any_of(0, 2) == 0)
      answer.retry_after = any_bytes(20);
    if (domain::any_of(0, 2) == 0)
      answer.problem = any_bytes(600);
    const auto kind = static_cast<sink_kind>(domain::any_of(0, 6));
    const auto out = judge(kind, answer);
    RC_ASSERT(is_utf8(out.why));
    RC_ASSERT(out.why.size() <= 500U);
    RC_ASSERT(out.why.find('\n') == out.why.npos);
    RC_ASSERT(!out.pause || out.what == again);
  });
}

} // namespace bellwether::alerts
