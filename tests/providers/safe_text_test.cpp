#include "providers/safe_text.hpp"

#include "providers/utf8.hpp"

#include <catch2/catch.hpp>

#include <rapidcheck.h>

using namespace bellwether::providers;

TEST_CASE("whatever looks like a key is masked", "[providers][secrets]") {
  const auto [text, expected] = GENERATE(table<std::string, std::string>({
      {"Incorrect API key provided: sk-ab12***********wxyz. See",
       "Incorrect API key provided: [masked] See"},
      {"key sk-proj-abc", "key [masked]"},
      {"API key AIzaSyA-1 expired", "API key [masked] expired"},
      {"at https://x.test/v1?key=AIzaSyA1 now", "at [masked] now"},
      {"Authorization: Bearer abc123", "Authorization: Bearer [masked]"},
      {"bearer ABC", "bearer [masked]"},
      {"org 0123456789abcdef0123 is out", "org [masked] is out"},
      {"token=abc", "[masked]"},
      {"jwt eyJhbGciOi.J9 end", "jwt [masked] end"},
      {"(gsk_1a2b)", "([masked])"},
  }));
  CHECK(safe_text(text) == expected);
}

TEST_CASE("ordinary words of errors stay readable", "[providers][secrets]") {
  const std::string text = GENERATE(
      "The model `claude-sonnet-4-5-20250929` does not exist",
      "Rate limit reached for gpt-4.1-mini on tokens per min (TPM): Limit "
      "30000",
      "risk-free disk-full task-12 basic plan",
      "Missing bearer authentication in header",
      "See https://platform.openai.com/account/api-keys.",
      "Quota GenerateRequestsPerDayPerProjectPerModel-FreeTier, limit: 50",
      "messages[0].content: Zu lang für das Modell \xE2\x80\x93 gekürzt");
  CHECK(safe_text(text) == text);
}

TEST_CASE("control characters and broken UTF-8 do not reach a log",
          "[providers][secrets]") {
  CHECK(safe_text("a\nb\t\tc\x1b[31m\x7f") == "a b c[31m");
  CHECK(safe_text("a\xC2\x85"
                  "b\xE2\x80\xAE"
                  "c")
        == "abc");
  CHECK(safe_text("a\xFF"
                  "b")
        == "a\uFFFDb");
  CHECK(safe_text(std::string("a\0b", 3)) == "ab");
}

TEST_CASE("long text is cut between two characters", "[providers][secrets]") {
  std::string text;
  for (int i = 0; i < 200; ++i)
    text += "\xE2\x82\xAC ";
  const auto out = safe_text(text, 10);
  CHECK(out == "\xE2\x82\xAC \xE2\x82\xAC ");
}

TEST_CASE("a key is masked before the text is cut", "[providers][secrets]") {
  const std::string text(295, 'x');
  CHECK(safe_text(text + " sk-secretsecret").find("sk-s") == std::string::npos);
}

TEST_CASE("codes are plain names", "[providers][secrets]") {
  CHECK(safe_code("insufficient_quota") == "insufficient_quota");
  CHECK(safe_code("sk-abc").empty());
  CHECK(safe_code("a b").empty());
  CHECK(safe_code("a\n").empty());
  CHECK(safe_code(std::string(65, 'a')).empty());
}

TEST_CASE("safe text is short valid UTF-8 without control characters",
          "[providers][secrets][property]") {
  CHECK(rc::check("safe", [] {
    const auto text = *rc::gen::arbitrary<std::string>();
    const auto out = safe_text(text, 40);
    RC_ASSERT(out.size() <= 40);
    for (std::string_view rest = out; !rest.empty();) {
      const auto [value, bytes] = decode_utf8(rest);
      RC_ASSERT(value >= 0x20);
      RC_ASSERT(value < 0x80 || bytes > 1);
      rest.remove_prefix(bytes);
    }
  }));
}
