#include "alerts/plain_text.hpp"

#include "alerts/sample.hpp"

#include <catch2/catch.hpp>

#include <rapidcheck/catch.h>
#include <string>

namespace bellwether::alerts {

namespace {

const std::string mark = "\xEF\xBF\xBD";

} // namespace

TEST_CASE("good text stays as it is", "[alerts][plain_text]") {
  const auto text = GENERATE(
      as<std::string>{}, "", "Provider openai is down", "two\nlines",
      "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x9A\x80", "\xED\x9F\xBF\xEE\x80\x80",
      "\xF4\x8F\xBF\xBF", "\xE0\xA0\x80", "\xF0\x90\x80\x80", "\xC2\x80");
  CHECK(clean(text) == text);
}

TEST_CASE("control characters but line ends become blanks",
          "[alerts][plain_text]") {
  CHECK(clean(std::string{"a\0b", 3}) == "a b");
  CHECK(clean("a\r\nb") == "a \nb");
  CHECK(clean("a\tb\x1b[31mc\x7f") == "a b [31mc ");
}

TEST_CASE("bytes that are no UTF-8 are replaced", "[alerts][plain_text]") {
  CHECK(clean("a\xFFz") == "a" + mark + "z");
  CHECK(clean("\x80") == mark);
  CHECK(clean("\xC0\xAF") == mark + mark); // overlong
  CHECK(clean("\xE0\x80\xAF") == mark + mark + mark);
  CHECK(clean("\xF0\x80\x80\xAF") == mark + mark + mark + mark);
  CHECK(clean("\xED\xA0\x80") == mark + mark + mark); // a surrogate
  CHECK(clean("\xF4\x90\x80\x80") == mark + mark + mark + mark);
  CHECK(clean("\xF5\x80\x80\x80") == mark + mark + mark + mark);
  CHECK(clean("a\xE2\x82") == "a" + mark); // cut
  CHECK(clean("\xC3") == mark);
  CHECK(clean("\xF0\x9F\x9A") == mark);
}

TEST_CASE("whatever comes in, clean text is UTF-8 and stays the same",
          "[alerts][plain_text][property]") {
  rc::prop("of any bytes", [] {
    const auto once = clean(any_bytes(60));
    RC_ASSERT(is_utf8(once));
    RC_ASSERT(clean(once) == once);
  });
}

TEST_CASE("every text of a message is cleaned", "[alerts][plain_text]") {
  auto m = sample_message();
  const std::string bad = "a\x01\xFF";
  const auto good = "a " + mark;
  m.rule = m.entity = m.title = m.what = m.did = m.check = bad;
  m.runbook_url = bad;
  m.facts = {{bad, bad}};
  m.labels = {{bad, bad}};
  const auto out = clean(m);
  for (const auto& text : {out.rule, out.entity, out.title, out.what, out.did,
                           out.check, out.runbook_url})
    CHECK(text == good);
  CHECK(out.facts == std::vector<domain::alert_fact>{{good, good}});
  CHECK(out.labels == std::map<std::string, std::string>{{good, good}});
}

TEST_CASE("a title has one line", "[alerts][plain_text]") {
  auto m = sample_message();
  m.title = "a\r\nb";
  m.what = "a\nb";
  CHECK(clean(m).title == "a  b");
  CHECK(clean(m).what == "a\nb");
}

TEST_CASE("a message says what it is about", "[alerts][plain_text]") {
  auto m = sample_message();
  CHECK(about(m)
        == "provider_down openai, alert 7, since 2026-11-23 14:00:00 UTC");
  m.rule.clear();
  CHECK(about(m) == "2026-11-23 14:05:00 UTC");
}

TEST_CASE("a badge is the severity, or what became of it",
          "[alerts][plain_text]") {
  using domain::message_kind;
  auto m = sample_message();
  m.level = domain::severity::critical;
  for (const auto kind : {message_kind::fired, message_kind::repeated,
                          message_kind::escalated, message_kind::flood}) {
    m.kind = kind;
    CHECK(badge(m) == "critical");
  }
  m.kind = message_kind::resolved;
  CHECK(badge(m) == "resolved");
  m.kind = message_kind::daily;
  CHECK(badge(m) == "daily");
  m.kind = message_kind::test;
  CHECK(badge(m) == "test");
}

TEST_CASE("each severity has a colour, and what is over another",
          "[alerts][plain_text]") {
  auto m = sample_message();
  std::vector<unsigned> all;
  for (const auto level :
       {domain::severity::info, domain::severity::warning,
        domain::severity::error, domain::severity::critical}) {
    m.level = level;
    all.push_back(colour(m));
  }
  m.kind = domain::message_kind::resolved;
  all.push_back(colour(m));
  m.kind = domain::message_kind::test;
  all.push_back(colour(m));
  std::ranges::sort(all);
  CHECK(std::ranges::adjacent_find(all) == all.end());
  CHECK(all.back() <= 0xFFFFFF);
}

TEST_CASE("without brackets there are no links", "[alerts][plain_text]") {
  CHECK(without_links("[x](http://a) [y]") == "(x)(http://a) (y)");
}

} // namespace bellwether::alerts
