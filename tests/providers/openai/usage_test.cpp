#include "providers/openai/usage.hpp"

#include <catch2/catch.hpp>

using namespace bellwether;
using namespace bellwether::providers;

TEST_CASE("usage is read in the dialects of all providers",
          "[providers][usage]") {
  using row = std::tuple<std::string, domain::usage>;
  const auto [text, expected] = GENERATE(table<std::string, domain::usage>({
      row{R"({"prompt_tokens":10,"completion_tokens":5,"total_tokens":15})",
          {.prompt = 10, .completion = 5}},
      row{R"({"prompt_tokens":10,"completion_tokens":5,
         "prompt_tokens_details":{"cached_tokens":4,"cache_write_tokens":2},
         "completion_tokens_details":{"reasoning_tokens":3}})",
          {.prompt = 10,
           .cached = 4,
           .cache_write = 2,
           .completion = 5,
           .reasoning = 3}},
      row{R"({"prompt_tokens":10,"completion_tokens":5,
         "prompt_cache_hit_tokens":6,"prompt_cache_miss_tokens":4})",
          {.prompt = 10, .cached = 6, .completion = 5}},
      row{R"({"completion_tokens":5,"prompt_cache_hit_tokens":6,
         "prompt_cache_miss_tokens":4})",
          {.prompt = 10, .cached = 6, .completion = 5}},
      row{R"({"prompt_tokens":10,"completion_tokens":5,"total_tokens":115})",
          {.prompt = 10, .completion = 105, .reasoning = 100}},
      row{R"({"prompt_tokens":10.0,"completion_tokens":null,
         "prompt_tokens_details":null})",
          {.prompt = 10}},
      row{R"({"prompt_tokens":-10,"completion_tokens":5})", {.completion = 5}},
  }));
  CAPTURE(text);
  const auto found = read_usage(parse_json(text).value());
  CHECK(found == expected);
}

TEST_CASE("usage that counts nothing is none", "[providers][usage]") {
  const std::string text =
      GENERATE("null", "{}", "[]", R"({"prompt_tokens":null})",
               R"({"prompt_tokens":"10"})", R"({"total_tokens":3})");
  CHECK_FALSE(read_usage(parse_json(text).value()));
}

TEST_CASE("absurd counts cannot overflow a sum of money",
          "[providers][usage]") {
  const auto found =
      read_usage(parse_json(R"({"prompt_tokens":9223372036854775807,
                   "completion_tokens":1})")
                     .value());
  CHECK(found.value_or(domain::usage{}).prompt == 1'000'000'000);
}
