#include "settings/configuration.hpp"

#include <catch2/catch.hpp>

using namespace bellwether::settings;
using test::json;
using test::lines;
using test::minimal;
using test::minimal_with;
using test::problems_of;

namespace {

std::string by_environment(const test::variables& set) {
  return test::load(minimal(), set).state_dir;
}

std::string configured(const std::string& text, const std::string& folder) {
  return test::load(minimal_with("/state_dir", text), {}, folder).state_dir;
}

} // namespace

TEST_CASE("state is kept where the environment says", "[settings][state]") {
  CHECK(by_environment({{"HOME", "/home/me"}})
        == "/home/me/.local/state/bellwether");
  CHECK(by_environment({{"HOME", "/home/me/"}})
        == "/home/me/.local/state/bellwether");
  CHECK(by_environment({{"XDG_STATE_HOME", "/state"}, {"HOME", "/home/me"}})
        == "/state/bellwether");
  CHECK(by_environment(
            {{"STATE_DIRECTORY", "/var/lib/b"}, {"XDG_STATE_HOME", "/state"}})
        == "/var/lib/b");
  CHECK(by_environment({{"STATE_DIRECTORY", "/var/lib/a:/var/lib/b"}})
        == "/var/lib/a");
}

TEST_CASE("a variable that is empty or relative says nothing of the state",
          "[settings][state]") {
  CHECK(by_environment({{"STATE_DIRECTORY", ""},
                        {"XDG_STATE_HOME", ""},
                        {"HOME", "/home/me"}})
        == "/home/me/.local/state/bellwether");
  CHECK(by_environment({{"STATE_DIRECTORY", "here:/there"},
                        {"XDG_STATE_HOME", "here"},
                        {"HOME", "/home/me"}})
        == "/home/me/.local/state/bellwether");
}

TEST_CASE("without any place for state nothing is kept, with a note",
          "[settings][state]") {
  for (const auto* home : {"", "here"}) {
    const auto read = test::load(minimal(), {{"HOME", home}});
    CHECK(read.state_dir.empty());
    CHECK(read.notes
          == lines{"nothing outlives a restart: state_dir is not set, nor is "
                   "STATE_DIRECTORY, XDG_STATE_HOME or HOME"});
    CHECK(read.notes == lines{std::string{no_state_note}});
  }
}

TEST_CASE("a configured place for state is taken over the environment's",
          "[settings][state]") {
  CHECK(configured("/var/lib/x", "/etc/bellwether") == "/var/lib/x");
  CHECK(configured("state", "/etc/bellwether") == "/etc/bellwether/state");
  CHECK(configured("../state", "/etc/bellwether") == "/etc/state");
  CHECK(test::load(minimal_with("/state_dir", "/x"),
                   {{"STATE_DIRECTORY", "/var/lib/b"}})
            .state_dir
        == "/x");
}

TEST_CASE("an empty place for state keeps nothing, and that is no news",
          "[settings][state]") {
  const auto read = test::load(minimal_with("/state_dir", ""),
                               {{"STATE_DIRECTORY", "/var/lib/b"}});
  CHECK(read.state_dir.empty());
  CHECK(read.notes.empty());
  CHECK(
      test::load(minimal_with("/state_dir", ""), {{"HOME", ""}}).notes.empty());
}

TEST_CASE("a place for state is a folder's name", "[settings][state]") {
  for (const auto& [value, shown] :
       std::vector<std::pair<json, std::string>>{{7, "7"},
                                                 {nullptr, "null"},
                                                 {true, "true"},
                                                 {json::array(), "a list"}})
    CHECK(problems_of(minimal_with("/state_dir", value))
          == lines{"state_dir: is " + shown
                   + ", must be the name of a folder, or \"\" to keep "
                     "nothing"});
  CHECK(problems_of(minimal_with("/state_dir", std::string{"a\0b", 3}))
        == lines{"state_dir: is a name that no folder can have"});
  CHECK(problems_of(minimal_with("/state_dri", "x"))
        == lines{"state_dri: unknown key; did you mean `state_dir`?"});
}
