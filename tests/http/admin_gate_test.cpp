#include "http/control/admin_gate.hpp"

#include <catch2/catch.hpp>

namespace bellwether::http {

namespace {

const settings::admin_access open{
    .key = "secret-key", .key_from = "ADMIN_KEY", .drills = true};

credentials right() {
  return {.authorization = "Bearer secret-key",
          .content_type = "application/json"};
}

/// Status and code of the refusal; 0 without one.
std::pair<int, std::string> refused(const settings::admin_access& access,
                                    const credentials& of,
                                    admin_task what = admin_task::drill) {
  const auto error = refuse_change(access, of, what);
  if (!error)
    return {0, ""};
  CHECK_THAT(error->message, !Catch::Contains("secret-key"));
  return {error->status, error->code};
}

} // namespace

TEST_CASE("the right key may drill", "[http][admin]") {
  CHECK(refused(open, right()).first == 0);
  auto small = right();
  small.authorization = "bearer secret-key";
  CHECK(refused(open, small).first == 0);
}

TEST_CASE("without the right key nobody may drill", "[http][admin]") {
  const auto* key =
      GENERATE("", "Bearer ", "Bearer", "Bearer secret-kez", "Bearer secret",
               "Bearer secret-key2", "secret-key", "Basic secret-key");
  CAPTURE(key);
  auto wrong = right();
  wrong.authorization = key;
  CHECK(refused(open, wrong)
        == std::pair{401, std::string{"invalid_admin_key"}});
}

TEST_CASE("drills that are switched off, or have no key, are refused",
          "[http][admin]") {
  auto off = open;
  off.drills = false;
  CHECK(refused(off, right())
        == std::pair{403, std::string{"drills_disabled"}});
  auto keyless = open;
  keyless.key.clear();
  auto nothing = right();
  nothing.authorization = "Bearer ";
  CHECK(refused(keyless, nothing)
        == std::pair{403, std::string{"drills_disabled"}});
  CHECK_THAT(refuse_change(off, right(), admin_task::drill)->message,
             Catch::Contains("\"drills\": true"));
}

TEST_CASE("a budget needs the key, and drills need not be on",
          "[http][admin]") {
  auto off = open;
  off.drills = false;
  CHECK(refused(off, right(), admin_task::budget).first == 0);
  auto keyless = open;
  keyless.key.clear();
  CHECK(refused(keyless, right(), admin_task::budget)
        == std::pair{403, std::string{"admin_disabled"}});
  auto wrong = right();
  wrong.authorization = "Bearer other-key";
  CHECK(refused(off, wrong, admin_task::budget)
        == std::pair{401, std::string{"invalid_admin_key"}});
}

TEST_CASE("a web page may not drill, whatever it knows", "[http][admin]") {
  auto page = right();
  page.from_web_page = true;
  CHECK(refused(open, page)
        == std::pair{403, std::string{"origin_not_allowed"}});
}

TEST_CASE("a drill's body is JSON or not named", "[http][admin]") {
  auto of = right();
  of.content_type = "text/plain";
  CHECK(refused(open, of)
        == std::pair{415, std::string{"unsupported_media_type"}});
  of.content_type = "application/json ; charset=utf-8";
  CHECK(refused(open, of).first == 0);
  of.content_type = "";
  CHECK(refused(open, of).first == 0);
}

} // namespace bellwether::http
