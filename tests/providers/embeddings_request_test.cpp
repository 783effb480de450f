#include "providers/embeddings_request.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace bellwether;
using namespace bellwether::providers;

namespace {

embeddings_request read(const std::string& body) {
  auto out = read_embeddings_request(body);
  if (const auto* wrong = std::get_if<request_problem>(&out))
    FAIL(wrong->message);
  return std::get<embeddings_request>(out);
}

request_problem problem_of(const std::string& body) {
  auto out = read_embeddings_request(body);
  REQUIRE(std::holds_alternative<request_problem>(out));
  return std::get<request_problem>(out);
}

std::string with_input(const std::string& input) {
  return R"({"model":"m","input":)" + input + "}";
}

std::string list_of(std::size_t count, const std::string& item) {
  std::string out = "[" + item;
  for (std::size_t i = 1; i < count; ++i)
    out += "," + item;
  return out + "]";
}

} // namespace

TEST_CASE("an embeddings request says what routing needs",
          "[providers][embeddings]") {
  const auto out = read(
      R"({"input":"hello","model":"emb","dimensions":256,"user":"u","x":[1]})");
  CHECK(out.facts.task == domain::task::embeddings);
  CHECK(out.facts.model == "emb");
  CHECK(out.facts.prompt_chars == 5);
  CHECK_FALSE(out.facts.stream);
  CHECK_FALSE(out.base64);
}

TEST_CASE("input comes in four forms, and a token counts four characters",
          "[providers][embeddings]") {
  const auto [input, chars] = GENERATE(table<std::string, int>({
      {R"("hello")", 5},
      {R"(["ab","cde"])", 5},
      {"[1,2,3]", 12},
      {"[[1,2],[3]]", 12},
  }));
  CHECK(read(with_input(input)).facts.prompt_chars == chars);
}

TEST_CASE("clients that ask for base64 are recognised",
          "[providers][embeddings]") {
  const auto [format, base64] = GENERATE(table<std::string, bool>(
      {{R"("base64")", true}, {R"("float")", false}, {"null", false}}));
  CHECK(read(R"({"model":"m","input":"a","encoding_format":)" + format + "}")
            .base64
        == base64);
}

TEST_CASE("a batch holds at most 2048 inputs", "[providers][embeddings]") {
  CHECK(read(with_input(list_of(2'048, "\"a\""))).facts.prompt_chars == 2'048);
  const auto item = GENERATE(std::string("\"a\""), std::string("[1]"));
  const auto wrong = problem_of(with_input(list_of(2'049, item)));
  CHECK(wrong.code == "array_above_max_length");
  CHECK(wrong.param == "input");
  // Tokens of one input are no batch.
  CHECK(read(with_input(list_of(3'000, "1"))).facts.prompt_chars == 12'000);
}

TEST_CASE("what is wrong with an embeddings request is named",
          "[providers][embeddings]") {
  const auto [body, param,
              code] = GENERATE(table<std::string, std::string, std::string>({
      {"{", "", ""},
      {"[]", "", "invalid_type"},
      {R"({"input":"a"})", "model", "missing_required_parameter"},
      {R"({"model":"","input":"a"})", "model", "missing_required_parameter"},
      {R"({"model":7,"input":"a"})", "model", "invalid_type"},
      {R"({"model":"m"})", "input", "missing_required_parameter"},
      {R"({"model":"m","input":null})", "input", "missing_required_parameter"},
      {R"({"model":"m","input":""})", "input", "empty_input"},
      {R"({"model":"m","input":[]})", "input", "empty_input"},
      {R"({"model":"m","input":["a",""]})", "input[1]", "empty_input"},
      {R"({"model":"m","input":[[1],[]]})", "input[1]", "empty_input"},
      {R"({"model":"m","input":["a",1]})", "input", "invalid_type"},
      {R"({"model":"m","input":[1,"a"]})", "input", "invalid_type"},
      {R"({"model":"m","input":[1.5]})", "input", "invalid_type"},
      {R"({"model":"m","input":{}})", "input", "invalid_type"},
      {R"({"model":"m","input":[null]})", "input", "invalid_type"},
      {R"({"model":"m","input":"a","encoding_format":"int8"})",
       "encoding_format", "invalid_value"},
      {R"({"model":"m","input":"a","dimensions":0})", "dimensions",
       "invalid_type"},
      {R"({"model":"m","input":"a","dimensions":1.5})", "dimensions",
       "invalid_type"},
  }));
  CAPTURE(body);
  const auto wrong = problem_of(body);
  CHECK(wrong.param == param);
  CHECK(wrong.code == code);
  CHECK_FALSE(wrong.message.empty());
}

TEST_CASE("a model's name has a length", "[providers][embeddings]") {
  const auto body = [](std::size_t size) {
    return R"({"input":"a","model":")" + std::string(size, 'm') + "\"}";
  };
  CHECK(read(body(256)).facts.model.size() == 256);
  CHECK(problem_of(body(257)).code == "string_above_max_length");
}
