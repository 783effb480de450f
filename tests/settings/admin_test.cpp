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

json with(json admin) {
  return minimal_with("/admin", std::move(admin));
}

} // namespace

TEST_CASE("nobody may administrate unless a key is named",
          "[settings][admin]") {
  for (const auto& config : {test::minimal(), with(json::object())}) {
    const auto read = test::load(config);
    CHECK(read.admin.key.empty());
    CHECK_FALSE(read.admin.drills);
    CHECK(read.notes.empty());
  }
}

TEST_CASE("the admin key comes from the environment or from a file",
          "[settings][admin]") {
  const auto by_variable = test::load(
      with({{"key_env", "ADMIN"}, {"drills", true}}), {{"ADMIN", secret}});
  CHECK(by_variable.admin.key == secret);
  CHECK(by_variable.admin.key_from == "ADMIN");
  CHECK(by_variable.admin.drills);
  const test::temporary_folder folder;
  folder.write("key", secret + "\n");
  const auto by_file =
      test::load(with({{"key_file", "key"}}), {}, folder.path());
  CHECK(by_file.admin.key == secret);
  CHECK(by_file.admin.key_from == "file " + folder.path() + "/key");
  CHECK_FALSE(by_file.admin.drills);
}

TEST_CASE("without the admin key's value nobody may administrate, with a note",
          "[settings][admin]") {
  const auto notes = [](json admin, const test::variables& set) {
    const auto read = test::load(with(std::move(admin)), set);
    CHECK(read.admin.key.empty());
    return read.notes;
  };
  CHECK(notes({{"key_env", "ADMIN"}}, {})
        == lines{"nobody may administrate: ADMIN is not set"});
  CHECK(notes({{"key_env", "ADMIN"}}, {{"ADMIN", " \n"}})
        == lines{"nobody may administrate: ADMIN is empty"});
  CHECK(notes({{"key_env", "ADMIN"}, {"drills", true}}, {})
        == lines{"nobody may administrate, or start a drill: ADMIN is not "
                 "set"});
  CHECK(notes({{"key_file", "/nowhere/key"}}, {})
        == lines{"nobody may administrate: the file that key_file names does "
                 "not exist"});
}

TEST_CASE("drills need a key", "[settings][admin]") {
  CHECK(problems_of(with({{"drills", true}}))
        == lines{"admin.drills: is true, but nobody may start one: name a key "
                 "for administration with key_env or key_file"});
  CHECK(problems_of(with({{"drills", false}})).empty());
  CHECK(problems_of(with({{"drills", "yes"}}))
        == lines{"admin.drills: is \"yes\", must be true or false"});
}

TEST_CASE("an admin key that stands where it does not belong is not shown",
          "[settings][admin]") {
  CHECK(problems_of(with({{"key", secret}, {"drills", true}}))
        == lines{"admin.key: must not stand in this file: name the key with "
                 "key_env or key_file, so that secrets stay out of it"});
  CHECK(problems_of(with({{"key_env", secret}}))
        == lines{"admin.key_env: must be the name of an environment variable "
                 "in capitals, such as BELLWETHER_ADMIN_KEY, and not the key "
                 "itself"});
  CHECK(problems_of(with({{"key_env", 123456}}))
        == lines{"admin.key_env: must be a text that is not empty"});
  CHECK(problems_of(with({{"key_env", "ADMIN"}}), {{"ADMIN", "a b"}})
        == lines{"admin.key_env: leads to a key with blanks, control or "
                 "non-ASCII characters inside, must be one plain word"});
  CHECK(problems_of(with({{"key_env", "ADMIN"}, {"key_file", "key"}}),
                    {{"ADMIN", secret}})
        == lines{"admin.key_file: must not stand beside key_env: a key has "
                 "one source"});
  for (const auto* key : {"key_file", "keys", "drills"}) {
    const auto config = with({{key, secret}});
    for (const auto& each : problems_of(config))
      CHECK_THAT(each, !Catch::Contains(secret));
    if (key == std::string{"key_file"})
      for (const auto& note : test::load(config).notes)
        CHECK_THAT(note, !Catch::Contains(secret));
  }
}

TEST_CASE("the summary and the notes do not show the admin key",
          "[settings][admin]") {
  const auto read = test::load(with({{"key_env", "ADMIN"}, {"drills", true}}),
                               {{"ADMIN", secret}});
  CHECK_THAT(summarize(read),
             !Catch::Contains(secret) && Catch::Contains("ADMIN"));
  CHECK(read.notes.empty());
}

TEST_CASE("an unknown key of admin is answered with the nearest known one",
          "[settings][admin]") {
  CHECK(problems_of(with({{"key_evn", "ADMIN"}}))
        == lines{"admin.key_evn: unknown key; did you mean `key_env`?"});
  CHECK(problems_of(with({{"zzzzzzzz", 1}}))
        == lines{"admin.zzzzzzzz: unknown key; known are key_env, key_file or "
                 "drills"});
  CHECK(problems_of(with("ADMIN"))
        == lines{"admin: is \"ADMIN\", must be an object"});
}
