#include "settings/configuration.hpp"
#include "settings/summary.hpp"

#include <catch2/catch.hpp>

using namespace bellwether::settings;
using test::json;
using test::lines;
using test::minimal_with;
using test::problems_of;

namespace {

const std::string secret = "sk-test-0123456789";

json with_variable(const std::string& name) {
  return minimal_with("/providers/here/api_key_env", name);
}

json with_file(const std::string& name) {
  return minimal_with("/providers/here/api_key_file", name);
}

} // namespace

TEST_CASE("a key comes from the environment without the blanks around it",
          "[settings][keys]") {
  const auto read =
      test::load(with_variable("A_KEY"), {{"A_KEY", " " + secret + "\r\n"}});
  CHECK(read.providers[0].api_key == secret);
  CHECK(read.providers[0].api_key_from == "A_KEY");
  CHECK(read.providers[0].needs_key);
}

TEST_CASE("a key comes from a file beside the configuration",
          "[settings][keys]") {
  const test::temporary_folder folder;
  folder.write("key", secret + "\n");
  const auto read = test::load(with_file("key"), {}, folder.path());
  CHECK(read.providers[0].api_key == secret);
  CHECK(read.providers[0].api_key_from == "file " + folder.path() + "/key");
}

TEST_CASE("a key in the configuration itself is refused and not shown",
          "[settings][keys]") {
  const auto found =
      problems_of(minimal_with("/providers/here/api_key", secret));
  CHECK(found
        == lines{"providers.here.api_key: must not stand in this file: name "
                 "the key with api_key_env or api_key_file, so that secrets "
                 "stay out of it"});
}

TEST_CASE("a key has one source", "[settings][keys]") {
  auto config = with_variable("A_KEY");
  config["providers"]["here"]["api_key_file"] = "key";
  CHECK(problems_of(config, {{"A_KEY", secret}})
        == lines{"providers.here.api_key_file: must not stand beside "
                 "api_key_env: a key has one source"});
}

TEST_CASE("a key pasted where its name belongs is not shown",
          "[settings][keys]") {
  for (const auto* pasted :
       {"sk-test-0123456789", "gsk_abcdefabcdef0123", "AIzaSyA0123456789abc"}) {
    const auto by_variable = problems_of(with_variable(pasted));
    REQUIRE(by_variable.size() == 1);
    CHECK_THAT(by_variable[0],
               Catch::Contains("must be the name of an environment variable")
                   && !Catch::Contains(pasted));
    const auto by_file = problems_of(with_file(pasted));
    REQUIRE(by_file.size() == 1);
    CHECK_THAT(by_file[0], !Catch::Contains(pasted));
    for (const auto* key : {"base_url", "kind", "api_key_ev"})
      for (const auto& each : problems_of(
               minimal_with(std::string{"/providers/here/"} + key, pasted)))
        CHECK_THAT(each, !Catch::Contains(pasted));
  }
}

TEST_CASE("a key of the wrong type is refused and not shown",
          "[settings][keys]") {
  CHECK(problems_of(minimal_with("/providers/here/api_key_env", 123456))
        == lines{"providers.here.api_key_env: must be a text that is not "
                 "empty"});
}

TEST_CASE("a key that cannot stand in a header is refused and not shown",
          "[settings][keys]") {
  for (const auto* inside : {"\r\n", "\x01", " ", "\xc3\xa9", "\x7f"}) {
    auto key = secret;
    key.append(inside).append(secret);
    const auto found = problems_of(with_variable("A_KEY"), {{"A_KEY", key}});
    CHECK(found
          == lines{"providers.here.api_key_env: leads to a key with blanks, "
                   "control or non-ASCII characters inside, must be one plain "
                   "word"});
  }
}

TEST_CASE("the summary and the notes do not show keys", "[settings][keys]") {
  auto config = with_variable("A_KEY");
  config["providers"]["here"]["headers"] = {{"X-Secret", "hidden"}};
  config["providers"]["here"]["base_url"] = "http://example.com/v1";
  const auto read = test::load(config, {{"A_KEY", secret}});
  CHECK_THAT(summarize(read), !Catch::Contains(secret)
                                  && !Catch::Contains("hidden")
                                  && Catch::Contains("A_KEY"));
  CHECK(read.notes
        == lines{"provider here is reached over http://: its key and all "
                 "prompts can be read on the way"});
}
