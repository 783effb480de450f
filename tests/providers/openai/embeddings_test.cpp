#include "providers/openai/embeddings.hpp"

#include "providers/heads.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <stdexcept>

using namespace bellwether;
using namespace bellwether::providers;
using namespace bellwether::providers::test;
using nlohmann::json;

namespace {

const decode_context numbers{5, "req-1", "up", false};
const decode_context base64{5, "req-1", "up", true};

std::string list(const std::string& vector) {
  return R"({"object":"list","data":[{"object":"embedding","index":0,)"
         R"("embedding":)"
         + vector
         + R"(}],"model":"m","usage":{"prompt_tokens":3,"total_tokens":3}})";
}

answer decode(const std::string& body, const decode_context& context) {
  auto out =
      make_openai_embeddings_codec()->decode(head_of(200), body, context);
  if (const auto* failed = std::get_if<domain::failure>(&out))
    FAIL(failed->detail);
  return std::get<answer>(out);
}

domain::failure failure_of(const std::string& body,
                           const decode_context& context = numbers) {
  auto out =
      make_openai_embeddings_codec()->decode(head_of(200), body, context);
  REQUIRE(std::holds_alternative<domain::failure>(out));
  return std::get<domain::failure>(out);
}

} // namespace

TEST_CASE("only the model changes in an embeddings request",
          "[openai][embeddings]") {
  const auto codec = make_openai_embeddings_codec();
  const auto out = codec->encode(
      R"({"input":["a"],"encoding_format":"base64","model":"auto","x":1.0e0})",
      {"emb", 0, {}}, false);
  CHECK(std::get<encoded>(out).body
        == R"({"input":["a"],"encoding_format":"base64","model":"emb",)"
           R"("x":1.0e0})");
  CHECK(codec->path({"emb", 0, {}}, false) == "/embeddings");
  CHECK(codec->headers("k").front().second == "Bearer k");
}

TEST_CASE("embeddings are not streamed", "[openai][embeddings]") {
  const auto codec = make_openai_embeddings_codec();
  CHECK_THROWS_AS(codec->decode_stream({}), std::logic_error);
}

TEST_CASE("embeddings as they were asked for stay byte for byte",
          "[openai][embeddings]") {
  CHECK(decode(list("[ 1.0,-2]"), numbers).body == list("[ 1.0,-2]"));
  CHECK(decode(list(R"("AACAPw==")"), base64).body == list(R"("AACAPw==")"));
  CHECK(decode(list("[1]"), numbers).usage == domain::usage{.prompt = 3});
}

TEST_CASE("numbers become base64 for clients that would find nothing else",
          "[openai][embeddings]") {
  const auto out = json::parse(decode(list("[1.0, -2]"), base64).body);
  CHECK(out == json::parse(list(R"("AACAPwAAAMA=")")));
}

TEST_CASE("base64 becomes numbers for clients that asked for them",
          "[openai][embeddings]") {
  const auto text =
      GENERATE(as<std::string>{}, R"("AACAPwAAAMA=")", R"("AACAPwAAAMA")");
  const auto out = json::parse(decode(list(text), numbers).body);
  CHECK(out == json::parse(list("[1.0, -2.0]")));
  const auto slashes =
      json::parse(decode(list(R"("\/\/9\/Pw==")"), numbers).body);
  CHECK(slashes.at("data")[0].at("embedding")[0].get<float>()
        == Approx(0.99999994F));
}

TEST_CASE("what a server leaves out of a list is made up",
          "[openai][embeddings]") {
  const auto read = decode(
      R"({"data":[{"embedding":[1]},{"embedding":[2],"index":1}]})", numbers);
  CHECK(json::parse(read.body)
        == json::parse(R"({"object":"list","model":"up","data":[)"
                       R"({"object":"embedding","index":0,"embedding":[1]},)"
                       R"({"object":"embedding","index":1,"embedding":[2]}],)"
                       R"("usage":{"prompt_tokens":0,"total_tokens":0}})"));
  CHECK_FALSE(read.usage);
}

TEST_CASE("embeddings write no tokens", "[openai][embeddings]") {
  const auto read =
      decode(R"({"data":[{"embedding":[1]}],"usage":{"prompt_tokens":7,)"
             R"("completion_tokens":0,"total_tokens":7}})",
             numbers);
  CHECK(read.usage == domain::usage{.prompt = 7});
  const auto total = decode(
      R"({"data":[{"embedding":[1]}],"usage":{"total_tokens":7}})", numbers);
  CHECK(total.usage == domain::usage{.prompt = 7});
  CHECK(json::parse(total.body).at("usage").at("prompt_tokens") == 7);
}

TEST_CASE("what is no list of embeddings is a bad answer",
          "[openai][embeddings]") {
  const std::string body = GENERATE(
      "", "[]", "{}", R"({"data":[]})", R"({"data":[{}]})",
      R"({"data":[{"embedding":7}]})", R"({"data":[{"embedding":[1]},{}]})",
      "<html></html>", R"({"data":[{"embedding":"A"}]})",
      R"({"data":[{"embedding":"AADAfw=="}]})");
  CAPTURE(body);
  CHECK(failure_of(body).what == domain::failure_class::bad_answer);
}

TEST_CASE("a vector of other things than numbers is a bad answer",
          "[openai][embeddings]") {
  CHECK(failure_of(list(R"(["a"])"), base64).what
        == domain::failure_class::bad_answer);
}

TEST_CASE("an error inside a good status is found in embeddings, too",
          "[openai][embeddings]") {
  CHECK(
      failure_of(R"({"error":{"type":"overloaded_error","message":"m"}})").what
      == domain::failure_class::overloaded);
  const auto codec = make_openai_embeddings_codec();
  CHECK(codec->classify(head_of(429, {{"retry-after", "3"}}), "{}").what
        == domain::failure_class::rate_limited);
  CHECK(codec->classify(head_of(200), list("[1]")).what
        == domain::failure_class::bad_answer);
}
