#include "providers/gemini/embeddings.hpp"

#include "providers/heads.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <stdexcept>

using namespace bellwether;
using namespace bellwether::providers;
using namespace bellwether::providers::test;
using nlohmann::json;
using enum domain::failure_class;

namespace {

const target to_model{"gemini-embedding-001", 0, {}};

std::variant<encoded, domain::failure> try_encode(std::string_view body) {
  return make_gemini_embeddings_codec()->encode(body, to_model, false);
}

json encode(std::string_view body) {
  return json::parse(std::get<encoded>(try_encode(body)).body);
}

std::variant<answer, domain::failure> try_decode(std::string body,
                                                 bool base64 = false) {
  decode_context context;
  context.model = "gemini-embedding-001";
  context.base64_vectors = base64;
  return make_gemini_embeddings_codec()->decode(head_of(200), std::move(body),
                                                context);
}

template <class T>
domain::failure_class class_of(const std::variant<T, domain::failure>& out) {
  return std::get<domain::failure>(out).what;
}

} // namespace

TEST_CASE("embeddings go to the batch method", "[gemini][embeddings]") {
  CHECK(make_gemini_embeddings_codec()->path(to_model, false)
        == "/models/gemini-embedding-001:batchEmbedContents");
  CHECK(make_gemini_embeddings_codec()->headers("k").front().first
        == "x-goog-api-key");
}

TEST_CASE("each input is a request of its own", "[gemini][embeddings]") {
  const auto out =
      encode(R"({"model":"m","input":["a","b"],"dimensions":256,"user":"u"})");
  CHECK(out == json::parse(R"({"requests":[
      {"model":"models/gemini-embedding-001",
       "content":{"parts":[{"text":"a"}]},"outputDimensionality":256},
      {"model":"models/gemini-embedding-001",
       "content":{"parts":[{"text":"b"}]},"outputDimensionality":256}]})"));
  CHECK(encode(R"({"model":"m","input":"a"})").at("requests").size() == 1);
}

TEST_CASE("tokens as input cannot be carried", "[gemini][embeddings]") {
  CHECK(class_of(try_encode(R"({"input":[1,2]})")) == unsupported);
  CHECK(class_of(try_encode(R"({"input":[[1,2],[3]]})")) == unsupported);
}

TEST_CASE("larger batches than Google's cannot be carried",
          "[gemini][embeddings]") {
  json body;
  body["input"] = std::vector<std::string>(100, "a");
  CHECK(encode(body.dump()).at("requests").size() == 100);
  body["input"].push_back("a");
  CHECK(class_of(try_encode(body.dump())) == unsupported);
}

TEST_CASE("an input of another type is the caller's mistake",
          "[gemini][embeddings]") {
  const std::string body = GENERATE(
      "{}", R"({"input":null})", R"({"input":{}})", R"({"input":[]})",
      R"({"input":true})", R"({"input":[true]})", R"({"input":["a",null]})",
      R"({"input":"a","dimensions":0})", R"({"input":"a","dimensions":"x"})");
  CAPTURE(body);
  CHECK(class_of(try_encode(body)) == bad_request);
}

TEST_CASE("Google's vectors become OpenAI's list", "[gemini][embeddings]") {
  const auto out =
      try_decode(R"({"embeddings":[{"values":[0.5,-1]},{"values":[0.25,2]}]})");
  const auto& found = std::get<answer>(out);
  CHECK(json::parse(found.body) == json::parse(R"({"object":"list","data":[
      {"object":"embedding","index":0,"embedding":[0.5,-1.0]},
      {"object":"embedding","index":1,"embedding":[0.25,2.0]}],
      "model":"gemini-embedding-001",
      "usage":{"prompt_tokens":0,"total_tokens":0}})"));
  CHECK_FALSE(found.usage);
}

TEST_CASE("vectors are base64 of little-endian floats where that is wanted",
          "[gemini][embeddings]") {
  const auto out = try_decode(R"({"embeddings":[{"values":[1,-2.5]}]})", true);
  const auto body = json::parse(std::get<answer>(out).body);
  CHECK(body.at("data").at(0).at("embedding") == "AACAPwAAIMA=");
}

TEST_CASE("tokens are counted where Google counts them",
          "[gemini][embeddings]") {
  const auto out = try_decode(R"({"embeddings":[{"values":[1]}],)"
                              R"("usageMetadata":{"promptTokenCount":7}})");
  const auto& found = std::get<answer>(out);
  CHECK(found.usage == domain::usage{.prompt = 7});
  CHECK(json::parse(found.body).at("usage").at("total_tokens") == 7);
}

TEST_CASE("a 200 without vectors is no answer", "[gemini][embeddings]") {
  const std::string body = GENERATE(
      "{}", "[]", "{", "<html>", R"({"embeddings":[]})",
      R"({"embeddings":[{}]})", R"({"embeddings":[{"values":["a"]}]})");
  CHECK(class_of(try_decode(body)) == bad_answer);
}

TEST_CASE("errors around embeddings are what they say",
          "[gemini][embeddings]") {
  const std::string error =
      R"({"error":{"code":429,"status":"RESOURCE_EXHAUSTED","message":"m"}})";
  CHECK(class_of(try_decode(error)) == rate_limited);
  const auto codec = make_gemini_embeddings_codec();
  CHECK(codec->classify(head_of(429), error).what == rate_limited);
  CHECK(codec->classify(head_of(200), error).what == rate_limited);
  CHECK(codec->classify(head_of(200), R"({"embeddings":[{"values":[1]}]})").what
        == bad_answer);
}

TEST_CASE("embeddings are not streamed", "[gemini][embeddings]") {
  CHECK_THROWS_AS(make_gemini_embeddings_codec()->decode_stream({}),
                  std::logic_error);
}
