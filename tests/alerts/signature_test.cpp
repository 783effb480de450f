#include "alerts/signature.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace bellwether::alerts {

namespace {

// The published example of Standard Webhooks.
const std::string known_secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const std::string known_id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
constexpr std::int64_t known_seconds = 1'614'265'330;
const std::string known_body = R"({"test": 2432232314})";
const std::string known_signature =
    "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

// Of 64 bytes 'k', so that its base64 ends with padding: one byte more would
// make another key.
const std::string padded_secret =
    "whsec_a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tr"
    "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2traw==";
const std::string padded_signature =
    "v1,k9Iz2ky5aLTNr3elzdxy7EmRtpF8xeSnXA5qkTBYre8=";

} // namespace

TEST_CASE("a signature is the one that Standard Webhooks publishes",
          "[alerts][signature]") {
  CHECK(sign({known_secret}, known_id, known_seconds, known_body)
        == known_signature);
}

TEST_CASE("a secret without its prefix is the same secret",
          "[alerts][signature]") {
  CHECK(sign({known_secret.substr(6)}, known_id, known_seconds, known_body)
        == known_signature);
}

TEST_CASE("a secret's padding is no part of the key", "[alerts][signature]") {
  CHECK(sign({padded_secret}, known_id, known_seconds, known_body)
        == padded_signature);
}

TEST_CASE("while secrets are rotated each signs, the newest first",
          "[alerts][signature]") {
  CHECK(sign({padded_secret, known_secret}, known_id, known_seconds, known_body)
        == padded_signature + " " + known_signature);
}

TEST_CASE("without secrets there is no signature", "[alerts][signature]") {
  CHECK(sign({}, known_id, known_seconds, known_body).empty());
}

TEST_CASE("what cannot be read as a key signs nothing", "[alerts][signature]") {
  const auto secret =
      GENERATE(as<std::string>{}, "whsec_", "", "whsec_MfKQ9", "whsec_!!!!");
  CAPTURE(secret);
  CHECK(sign({secret}, known_id, known_seconds, known_body).empty());
  CHECK(sign({secret, known_secret}, known_id, known_seconds, known_body)
        == known_signature);
}

TEST_CASE("a signature holds for one id, one time and one body",
          "[alerts][signature]") {
  CHECK(sign({known_secret}, "msg_other", known_seconds, known_body)
        != known_signature);
  CHECK(sign({known_secret}, known_id, known_seconds + 1, known_body)
        != known_signature);
  CHECK(sign({known_secret}, known_id, known_seconds, known_body + " ")
        != known_signature);
}

TEST_CASE("base64 is that of RFC 4648", "[alerts][signature]") {
  CHECK(base64("").empty());
  CHECK(base64("f") == "Zg==");
  CHECK(base64("fo") == "Zm8=");
  CHECK(base64("foo") == "Zm9v");
  CHECK(base64("foobar") == "Zm9vYmFy");
  CHECK(base64("\xff\xfe\xfb") == "//77");
  CHECK(base64(std::string(3, '\0')) == "AAAA");
}

} // namespace bellwether::alerts
