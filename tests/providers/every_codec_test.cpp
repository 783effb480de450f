#include "providers/anthropic/codec.hpp"
#include "providers/gemini/codec.hpp"
#include "providers/gemini/embeddings.hpp"
#include "providers/heads.hpp"
#include "providers/openai/codec.hpp"
#include "providers/openai/embeddings.hpp"

#include <catch2/catch.hpp>

using namespace bellwether::providers;
using namespace std::chrono_literals;
using bellwether::domain::quota_report;
using bellwether::providers::test::head_of;

namespace {

const test::header_map limits{
    {"date", "Sun, 06 Nov 1994 08:49:37 GMT"},
    {"x-ratelimit-limit-requests", "60"},
    {"x-ratelimit-remaining-requests", "59"},
    {"x-ratelimit-reset-requests", "1s"},
    {"anthropic-ratelimit-requests-limit", "50"},
    {"anthropic-ratelimit-requests-remaining", "49"},
    {"anthropic-ratelimit-requests-reset", "1994-11-06T08:49:39Z"}};

const quota_report nothing{};

void check(const codec& c, const std::string& models,
           const quota_report& quota) {
  CHECK(c.models_path() == models);
  CHECK(c.quota(head_of(200, limits)) == quota);
  CHECK(c.quota(head_of(200)) == nothing);
}

} // namespace

TEST_CASE("every codec knows where the models are and its provider's limits",
          "[providers][codec]") {
  const quota_report openai{{60, 59, 1s}, {}};
  const quota_report anthropic{{50, 49, 2s}, {}};
  for (const auto dialect : {openai_dialect::openai, openai_dialect::deepseek,
                             openai_dialect::compatible})
    check(*make_openai_codec(dialect), "/models", openai);
  check(*make_openai_embeddings_codec(), "/models", openai);
  check(*make_anthropic_codec(), "/models?limit=1", anthropic);
  check(*make_gemini_codec(), "/models?pageSize=1", nothing);
  check(*make_gemini_embeddings_codec(), "/models?pageSize=1", nothing);
}
