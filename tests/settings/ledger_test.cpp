#include "settings/configuration.hpp"

#include <catch2/catch.hpp>

using namespace bellwether::settings;
using namespace std::chrono_literals;
using std::chrono::days;
using test::json;
using test::lines;
using test::minimal_with;
using test::problems_of;

TEST_CASE("every key of the ledger arrives in its field",
          "[settings][ledger]") {
  const auto read =
      test::load(minimal_with("/ledger", {{"on_failure", "refuse"},
                                          {"keep_requests_days", 1},
                                          {"keep_hours_days", 2}}))
          .ledger;
  CHECK(read.refuse_on_failure);
  CHECK(read.keep_requests == days{1});
  CHECK(read.keep_hours == days{2});
  CHECK_FALSE(test::load(minimal_with("/ledger/on_failure", "serve"))
                  .ledger.refuse_on_failure);
}

TEST_CASE("without a word the ledger serves on and keeps a year of hours",
          "[settings][ledger]") {
  const auto read = test::load(test::minimal()).ledger;
  CHECK_FALSE(read.refuse_on_failure);
  CHECK(read.keep_requests == days{90});
  CHECK(read.keep_hours == days{400});
}

TEST_CASE("wrong values of the ledger are named with what is allowed",
          "[settings][ledger]") {
  CHECK(problems_of(minimal_with("/ledger/on_failure", "stop"))
        == lines{"ledger.on_failure: is \"stop\", must be serve or refuse"});
  CHECK(problems_of(minimal_with("/ledger/keep_requests_days", 0))
        == lines{"ledger.keep_requests_days: is 0, must be a whole number from "
                 "1 to 36500 days"});
  CHECK(problems_of(minimal_with("/ledger/keep_requests_days", 401))
        == lines{"ledger.keep_requests_days: keep_requests_days is 401, must "
                 "not be above keep_hours_days, 400"});
  CHECK(problems_of(minimal_with("/ledger/keep_hours_days", 89))
        == lines{"ledger.keep_hours_days: keep_requests_days is 90, must not "
                 "be above keep_hours_days, 89"});
}

TEST_CASE("who is served without a key is one of three words",
          "[settings][callers]") {
  const auto read = [](const char* word) {
    return test::load(minimal_with("/callers/anonymous", word)).anonymous;
  };
  CHECK(test::load(test::minimal()).anonymous == anonymous_callers::until_keys);
  CHECK(read("until_keys") == anonymous_callers::until_keys);
  CHECK(read("loopback") == anonymous_callers::loopback);
  CHECK(read("never") == anonymous_callers::never);
  CHECK(problems_of(minimal_with("/callers/anonymous", "always"))
        == lines{"callers.anonymous: is \"always\", must be until_keys, "
                 "loopback or never"});
}
