#include "providers/json_members.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <rapidcheck.h>
#include <vector>

using namespace bellwether::providers;
using nlohmann::json;
using edit = member_edit::kind;

namespace {

std::vector<std::pair<std::string, std::string>> members_of(
    std::string_view text) {
  std::vector<std::pair<std::string, std::string>> out;
  member_scanner scanner(text);
  json_member member;
  while (scanner.next(member))
    out.emplace_back(member.key, member.value);
  return out;
}

// Text with everything that a scanner may stumble over.
rc::Gen<std::string> tricky_text() {
  return rc::gen::container<std::string>(rc::gen::element(
      '"', '\\', '{', '}', '[', ']', ',', ':', ' ', '\n', '/', 'a', 'u', '0'));
}

rc::Gen<json> any_json(int depth) {
  auto leaf = rc::gen::oneOf(
      rc::gen::map(tricky_text(), [](std::string s) { return json(s); }),
      rc::gen::map(rc::gen::arbitrary<int>(), [](int n) { return json(n); }),
      rc::gen::element(json(nullptr), json(true), json(-1.5e300)));
  if (depth == 0)
    return leaf;
  // Without the scale a few levels take seconds to generate.
  const auto below = rc::gen::scale(0.3, any_json(depth - 1));
  return rc::gen::oneOf(
      leaf,
      rc::gen::map(rc::gen::container<std::vector<json>>(below),
                   [](std::vector<json> items) { return json(items); }),
      rc::gen::map(
          rc::gen::container<std::map<std::string, json>>(tricky_text(), below),
          [](std::map<std::string, json> items) { return json(items); }));
}

rc::Gen<json> any_object() {
  const auto key = rc::gen::oneOf(
      rc::gen::element<std::string>("model", "usage", "n", "m"), tricky_text());
  return rc::gen::map(
      rc::gen::container<std::map<std::string, json>>(
          key, rc::gen::scale(0.3, any_json(2))),
      [](std::map<std::string, json> items) { return json(items); });
}

} // namespace

TEST_CASE("a scanner yields the members of the top level only",
          "[providers][json]") {
  const auto found = members_of(
      R"( { "a" : {"model":1,"b":["}"]} ,"b":"x\"}{", "c":[1,[2]] , "d":-1e5})");
  REQUIRE(found.size() == 4);
  CHECK(
      found[0]
      == std::pair<std::string, std::string>("a", R"({"model":1,"b":["}"]})"));
  CHECK(found[1].second == R"("x\"}{")");
  CHECK(found[2].second == "[1,[2]]");
  CHECK(found[3].second == "-1e5");
}

TEST_CASE("a scanner yields nothing for what is no object",
          "[providers][json]") {
  const auto* text = GENERATE("", "  ", "[]", "[{\"a\":1}]", "\"a\"", "{", "{}",
                              "{ }", "{\"", "{\"a", "{\"a\"", "1", "null");
  CAPTURE(text);
  CHECK(members_of(text).empty());
}

TEST_CASE("a string ends at its own quote, however long it is",
          "[providers][json]") {
  for (std::size_t length = 0; length < 100; ++length)
    for (std::size_t at = 0; at <= length; ++at)
      for (const std::string piece :
           {"", "\\\"", "\\\\", "\\\\\\\"", "'\x80\xff"}) {
        auto value = std::string(length, 'x').insert(at, piece);
        value = '"' + value + '"';
        const auto found = members_of("{\"a\":" + value + ",\"b\":\"\"}");
        REQUIRE(found.size() == 2);
        CHECK(found[0].second == value);
      }
}

TEST_CASE("a scanner stays within text that is cut anywhere",
          "[providers][json]") {
  const std::string whole = R"({"a":{"b":["\\\"",1]},"c":"d\\","e":tru)";
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    // A heap copy of exactly that size, for the sanitizer to watch.
    const std::vector<char> cut(whole.begin(),
                                whole.begin() + static_cast<long>(size));
    const std::string_view text(cut.data(), cut.size());
    CHECK(members_of(text).size() <= 3);
    CHECK(splice(text, {{edit::drop, "c", {}}}).size() <= size);
  }
}

TEST_CASE("elements of an array are yielded as written", "[providers][json]") {
  element_scanner scanner(R"( [ {"a":[1]} , "x,]" ,3 ] )");
  std::vector<std::string> found;
  std::string_view value;
  while (scanner.next(value))
    found.emplace_back(value);
  CHECK(found == std::vector<std::string>{R"({"a":[1]})", R"("x,]")", "3"});
}

TEST_CASE("an escaped key means what it spells", "[providers][json]") {
  CHECK(key_means("model", "model"));
  CHECK(key_means(R"(\u006dodel)", "model"));
  CHECK(key_means(R"(mod\u0065\u006C)", "model"));
  CHECK(key_means(R"(a\/b)", "a/b"));
  CHECK(key_means(R"(\ud83d\ude00)", "\U0001F600"));
  CHECK_FALSE(key_means(R"(\u006Dodels)", "model"));
  CHECK_FALSE(key_means("Model", "model"));
}

TEST_CASE("a repeated or escaped key cannot carry a second value past an edit",
          "[providers][json]") {
  const auto out =
      splice(R"({"model":"a","x":1,"\u006dodel":"b","model" : "c"})",
             {{edit::set, "model", R"("new")"}});
  CHECK(out == R"({"model":"new","x":1,"\u006dodel":"new","model" : "new"})");
}

TEST_CASE("dropping takes exactly one comma along", "[providers][json]") {
  const auto [before, after] = GENERATE(table<std::string, std::string>({
      {R"({"u":1})", R"({})"},
      {R"({"u":1,"b":2})", R"({"b":2})"},
      {R"({"a":1,"u":2})", R"({"a":1})"},
      {R"({"a":1, "u":2, "b":3})", R"({"a":1, "b":3})"},
      {R"({"u":1,"u":2,"b":3,"u":4})", R"({"b":3})"},
      {R"({"u":1,"u":2})", R"({})"},
      {R"( { "a":1 } )", R"( { "a":1 } )"},
  }));
  CHECK(splice(before, {{edit::drop, "u", {}}}) == after);
}

TEST_CASE("adding works for empty objects and behind dropped members",
          "[providers][json]") {
  const auto set_and_drop = [](std::string_view text) {
    return splice(text, {{edit::set, "s", "1"}, {edit::drop, "u", {}}});
  };
  CHECK(set_and_drop("{}") == R"({"s":1})");
  CHECK(set_and_drop(" { } ") == R"( {"s":1 } )");
  CHECK(set_and_drop(R"({"u":2})") == R"({"s":1})");
  CHECK(set_and_drop(R"({"a":2 })") == R"({"a":2,"s":1 })");
  CHECK(splice("{}", {{edit::replace, "s", "1"}}) == "{}");
}

TEST_CASE("text that is no object is copied unchanged", "[providers][json]") {
  CHECK(splice("[1]", {{edit::set, "a", "1"}}) == "[1]");
  CHECK(splice("null", {{edit::set, "a", "1"}}) == "null");
}

TEST_CASE("splicing equals editing the parsed object",
          "[providers][json][property]") {
  CHECK(rc::check("splice", [] {
    const auto object = *any_object();
    const auto indent = *rc::gen::element(-1, 2);
    const auto text = object.dump(indent, ' ', *rc::gen::arbitrary<bool>());
    const auto value = *any_json(1);
    const auto value_text = value.dump();
    auto expected = object;
    expected["model"] = value;
    expected.erase("usage");
    if (expected.contains("n"))
      expected["n"] = value;
    const auto out = splice(text, {{edit::set, "model", value_text},
                                   {edit::drop, "usage", {}},
                                   {edit::replace, "n", value_text}});
    RC_ASSERT(json::parse(out) == expected);
  }));
}

TEST_CASE("an object without a matching key is copied byte for byte",
          "[providers][json][property]") {
  CHECK(rc::check("identity", [] {
    const auto text = (*any_object()).dump(*rc::gen::element(-1, 1, 3));
    RC_ASSERT(splice(text, {{edit::drop, "absent", {}},
                            {edit::replace, "missing", "1"}})
              == text);
  }));
}

TEST_CASE("quoted text parses back to itself", "[providers][json][property]") {
  CHECK(rc::check("quote", [] {
    const auto text =
        *rc::gen::container<std::string>(rc::gen::inRange<char>(0, 127));
    RC_ASSERT(json::parse(json_quote(text)) == json(text));
  }));
}
