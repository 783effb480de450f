#include "settings/configuration.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace bellwether::settings;
using test::json;
using test::lines;
using test::minimal;
using test::minimal_with;
using test::problems_of;

TEST_CASE("a base URL must be one that paths can be added to",
          "[settings][validation]") {
  const auto at = [](const std::string& url) {
    const auto found =
        problems_of(minimal_with("/providers/here/base_url", url));
    REQUIRE(found.size() == 1);
    return found[0];
  };
  CHECK(at("ftp://host/v1")
        == "providers.here.base_url: is \"ftp://host/v1\", must start with "
           "http:// or https://");
  CHECK_THAT(at("api.openai.com/v1"), Catch::EndsWith("http:// or https://"));
  CHECK_THAT(at("https://"), Catch::EndsWith("must name a host"));
  CHECK_THAT(at("https://:1/v1"), Catch::EndsWith("must name a host"));
  CHECK_THAT(at("https://h:0"), Catch::Contains("a port from 1 to 65535"));
  CHECK_THAT(at("https://h:70000"), Catch::Contains("a port from 1 to 65535"));
  CHECK_THAT(at("https://::1/v1"), Catch::Contains("must name a host"));
  CHECK_THAT(at("https://h/a b"), Catch::Contains("blanks"));
  CHECK_THAT(at("https://h/\r\nX: y"), Catch::Contains("blanks"));
  CHECK_THAT(at("https://h/v1/chat/completions/"),
             Catch::Contains("must end before /chat/completions"));
  for (const auto* secret :
       {"https://me:hidden@h/v1", "https://h/v1?key=hidden"}) {
    CHECK_THAT(at(secret), Catch::Contains("must hold no"));
    CHECK_THAT(at(secret), !Catch::Contains("hidden"));
  }
  CHECK_THAT(at("https://h/#x"), Catch::Contains("no query and no fragment"));
  for (const auto* fine :
       {"http://h", "https://h:1/", "https://[::1]:8/v1", "http://[::1]"})
    CHECK(problems_of(minimal_with("/providers/here/base_url", fine)).empty());
}

TEST_CASE("an extra header must be one that cannot break a request",
          "[settings][validation]") {
  const auto at = [](const std::string& name, const json& value) {
    auto config = minimal();
    config["providers"]["here"]["headers"][name] = value;
    return problems_of(config);
  };
  CHECK(at("X-Team", "blue").empty());
  CHECK(at("hOsT", "x")
        == lines{"providers.here.headers.hOsT: must not be set here: "
                 "Bellwether sets it for each request"});
  for (const auto* name :
       {"Host", "Content-Length", "Transfer-Encoding", "Connection"})
    CHECK(at(name, "x").size() == 1);
  CHECK(at("Authorization", "Bearer hidden")
        == lines{"providers.here.headers.Authorization: must not be set here: "
                 "the key comes from api_key_env or api_key_file"});
  CHECK_THAT(at("a b", "x").at(0), Catch::Contains("is no header name"));
  for (const auto& value : {json{"hidden\r\nX: y"}, json{"hidden\n"},
                            json{" hidden"}, json{""}, json{7}}) {
    REQUIRE(at("X-A", value).size() == 1);
    CHECK_THAT(at("X-A", value)[0],
               Catch::StartsWith("providers.here.headers.X-A: must ")
                   && !Catch::Contains("hidden"));
  }
  auto twice = minimal();
  twice["providers"]["here"]["headers"] = {{"X-A", "1"}, {"x-a", "2"}};
  CHECK(problems_of(twice)
        == lines{"providers.here.headers.x-a: stands twice, in different "
                 "letters"});
}

TEST_CASE("a base URL ends before what its kind adds to it",
          "[settings][validation]") {
  const auto at = [](const char* kind, const char* url) {
    auto config = minimal();
    config["providers"]["here"] = {{"kind", kind}, {"base_url", url}};
    const auto found = problems_of(config);
    return found.empty() ? "" : found[0];
  };
  const std::string start = "providers.here.base_url: is ";
  CHECK(at("anthropic", "https://h/v1/messages")
        == start
               + "\"https://h/v1/messages\", must end before /messages: "
                 "/messages is added to it");
  CHECK(at("gemini", "https://h/v1beta/models/")
        == start
               + "\"https://h/v1beta/models/\", must end before /models: "
                 "/models/NAME:generateContent is added to it");
  CHECK(at("gemini", "https://h/v1beta/openai")
        == start
               + "\"https://h/v1beta/openai\", must end before /openai: what "
                 "is behind that speaks OpenAI's format, kind "
                 "openai_compatible");
  CHECK(at("anthropic", "https://api.anthropic.com")
        == start
               + "\"https://api.anthropic.com\", must go on to the version: "
                 "https://api.anthropic.com/v1");
  for (const auto* fine : {"https://h/v1", "https://api.anthropic.com/v1/"})
    CHECK(at("anthropic", fine).empty());
  CHECK(at("openai_compatible", "https://h/openai").empty());
  CHECK(at("openai_compatible", "https://h/models").empty());
}

TEST_CASE("a header that would carry the kind's key is refused",
          "[settings][validation]") {
  const auto at = [](const char* kind, const char* name) {
    auto config = minimal();
    config["providers"]["here"]["kind"] = kind;
    config["providers"]["here"]["headers"] = {{name, "hidden"}};
    return problems_of(config);
  };
  CHECK(at("anthropic", "X-Api-Key")
        == lines{"providers.here.headers.X-Api-Key: must not be set here: the "
                 "key comes from api_key_env or api_key_file"});
  CHECK(at("gemini", "x-goog-api-key").size() == 1);
  CHECK(at("gemini", "authorization").size() == 1);
  CHECK(at("openai_compatible", "x-api-key").empty());
  CHECK(at("anthropic", "anthropic-version").empty());
}
