#include "settings/document.hpp"

#include "settings/configuration.hpp"

#include <catch2/catch.hpp>

using namespace bellwether::settings;
using test::lines;
using test::problems_in;

namespace {

const node& tree(const std::variant<node, std::vector<problem>>& parsed) {
  REQUIRE(std::holds_alternative<node>(parsed));
  return std::get<node>(parsed);
}

} // namespace

TEST_CASE("a document keeps the order and the lines of its keys",
          "[settings][document]") {
  const auto parsed = parse_document(
      "{\n\"b\": 1, // one\n/* two\nlines */ \"a\": [true,\n\"x\", 2\n]\n}");
  const auto& root = tree(parsed);
  REQUIRE(root.members.size() == 2);
  CHECK(root.members[0].key == "b");
  CHECK(root.members[0].value.line == 2);
  CHECK(root.members[1].key == "a");
  CHECK(root.members[1].value.line == 4);
  const auto& items = root.members[1].value.items;
  REQUIRE(items.size() == 3);
  CHECK(items[0].line == 4);
  CHECK(items[1].line == 5);
  CHECK(items[2].line == 5);
  CHECK(items[2].integer == 2);
}

TEST_CASE("a syntax error is reported with line and column",
          "[settings][document]") {
  CHECK(problems_in("{\n  \"a\": 1,\n  \"b\" 2\n}")
        == lines{"line 3, column 8: syntax error while parsing object "
                 "separator - unexpected number literal; expected ':'"});
}

TEST_CASE("a comma too few or too many is called by its name",
          "[settings][document]") {
  const auto few = problems_in(R"({"a": 1 "b": 2})");
  REQUIRE(few.size() == 1);
  CHECK_THAT(few[0], Catch::Contains("is a comma missing before it?"));
  const auto many = problems_in(R"({"a": 1,})");
  REQUIRE(many.size() == 1);
  CHECK_THAT(many[0], Catch::Contains("is there a comma too many before it?"));
  const auto in_list = problems_in(R"({"a": [1,]})");
  REQUIRE(in_list.size() == 1);
  CHECK_THAT(in_list[0], Catch::Contains("comma too many"));
}

TEST_CASE("a syntax error does not quote the text around it",
          "[settings][document]") {
  for (const auto* text :
       {"{\"api_key\": \"sk-secret\n\"}", R"({"api_key": sk-secret})",
        R"({"api_key": "sk-secret\q"})", R"({"a": "sk-secret)"}) {
    const auto found = problems_in(text);
    REQUIRE(found.size() == 1);
    CHECK_THAT(found[0], Catch::StartsWith("line 1, column "));
    CHECK_THAT(found[0], !Catch::Contains("secret"));
  }
}

TEST_CASE("every key that stands twice in its object is reported",
          "[settings][document]") {
  CHECK(problems_in("{\"a\": {\"x\": 1, \"x\": 2}, \"l\": [{}, {\"y\": 1, "
                    "\"y\": 2}], \"a\": 3}")
        == lines{"a.x: this key stands twice in its object",
                 "l[1].y: this key stands twice in its object",
                 "a: this key stands twice in its object"});
  CHECK(std::holds_alternative<node>(
      parse_document(R"({"a": {"x": 1}, "b": {"x": 1}})")));
}

TEST_CASE("a hostile text is refused without harm", "[settings][document]") {
  CHECK(problems_in(std::string(100'000, '['))
        == lines{"line 1, column 33: nested deeper than 32 levels"});
  CHECK(problems_in("[1e999]")
        == lines{"line 1, column 7: a number is too "
                 "large"});
  CHECK(problems_in("").size() == 1);
  CHECK(problems_in("{} {}").size() == 1);
  CHECK(problems_in(std::string(5'000'000, ' '))
        == lines{"line 1, column 1: the file is larger than 4194304 bytes"});
  CHECK(problems_in(std::string_view{"{\"a\": \"\xff\"}"}).size() == 1);
  CHECK(problems_in(std::string_view{"{\0}", 3}).size() == 1);
}

TEST_CASE("a number beyond 64 bits stays a number", "[settings][document]") {
  const auto parsed =
      parse_document("[9223372036854775807, 9223372036854775808, -1, 1.5]");
  const auto& items = tree(parsed).items;
  CHECK(items[0].what == node::kind::integer);
  CHECK(items[1].what == node::kind::number);
  CHECK(items[2].integer == -1);
  CHECK(items[3].number == 1.5);
}

TEST_CASE("a document that is no object is the problem itself",
          "[settings][document]") {
  const auto found = problems_in("[]");
  REQUIRE(!found.empty());
  CHECK(found[0] == "the configuration: is a list, must be an object");
}
