#include "alerts/signature.hpp"
#include "sinks/rules.hpp"
#include "sinks/stage.hpp"
#include "sinks/standard_webhook.hpp"

#include <catch2/catch.hpp>

namespace bellwether::sinks {

namespace {

const std::string secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const std::string other = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";

const json fine{{"type", "provider_down.fired"},
                {"timestamp", "2026-11-23T04:05:06Z"},
                {"data", json::object()}};

std::int64_t seconds_now() {
  return std::chrono::floor<std::chrono::seconds>(
             moment::now().wall.time_since_epoch())
      .count();
}

/// What a sender says about a body.
integration::header_list envelope(const std::string& body,
                                  const std::vector<std::string>& secrets,
                                  std::int64_t seconds = seconds_now(),
                                  const std::string& id = "msg_1") {
  return {{"Content-Type", "application/json"},
          {"webhook-id", id},
          {"webhook-timestamp", std::to_string(seconds)},
          {"webhook-signature", alerts::sign(secrets, id, seconds, body)}};
}

int status_of(const stage& s, const std::string& body,
              const integration::header_list& headers) {
  return s.post("/webhook/a", body, headers).status;
}

/// A body of so many bytes.
std::string body_of(std::size_t bytes) {
  auto out = fine;
  out["data"]["a"] = "";
  out["data"]["a"] = std::string(bytes - out.dump().size(), 'a');
  return out.dump();
}

} // namespace

TEST_CASE("a webhook must be signed by a known secret", "[sinks][webhook]") {
  const stage s{{*webhook_key(secret)}};
  const auto body = fine.dump();
  CHECK(status_of(s, body, envelope(body, {secret})) == 204);
  CHECK(status_of(s, body, envelope(body, {other})) == 401);
  CHECK(status_of(s, body, envelope(body + " ", {secret})) == 401);
  CHECK(status_of(s, body, envelope(body, {other, secret})) == 204);
  CHECK(s.last()["notes"]["signed_by"] == json{0});
  auto unsigned_one = envelope(body, {secret});
  unsigned_one.pop_back();
  CHECK(status_of(s, body, unsigned_one) == 401);
}

TEST_CASE("without a secret any signature will do", "[sinks][webhook]") {
  const stage s;
  CHECK(status_of(s, fine.dump(), envelope(fine.dump(), {other})) == 204);
}

TEST_CASE("the signature is that of the standard's own example",
          "[sinks][webhook]") {
  constexpr std::int64_t then = 1614265330;
  const request r{"POST",
                  "/webhook/a",
                  {{"content-type", "application/json"},
                   {"webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"},
                   {"webhook-timestamp", std::to_string(then)},
                   {"webhook-signature",
                    "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="}},
                  R"({"test": 2432232314})"};
  const auto found = check_webhook(
      r, {*webhook_key(secret)},
      std::chrono::system_clock::time_point{std::chrono::seconds{then}});
  CHECK(found.notes["signed_by"] == json{0});
}

TEST_CASE("a webhook's time is at most five minutes off", "[sinks][webhook]") {
  const stage s{{*webhook_key(secret)}};
  const auto body = fine.dump();
  const auto off_by = [&](std::int64_t seconds) {
    return status_of(s, body,
                     envelope(body, {secret}, seconds_now() + seconds));
  };
  CHECK(off_by(-290) == 204);
  CHECK(off_by(290) == 204);
  CHECK(off_by(-310) == 400);
  CHECK(off_by(310) == 400);
  auto wordy = envelope(body, {secret});
  wordy[2].second = "now";
  CHECK(status_of(s, body, wordy) >= 400);
}

TEST_CASE("a webhook's id is there and has no dot", "[sinks][webhook]") {
  const stage s{{*webhook_key(secret)}};
  const auto body = fine.dump();
  const auto with_id = [&](const std::string& id) {
    return status_of(s, body, envelope(body, {secret}, seconds_now(), id));
  };
  CHECK(with_id("msg_2") == 204);
  CHECK(s.last()["headers"]["webhook-id"] == "msg_2");
  CHECK(with_id("msg.2") == 400);
  CHECK(with_id("") == 400);
}

TEST_CASE("a webhook's body is an event", "[sinks][webhook]") {
  const stage s{{*webhook_key(secret)}};
  const auto post = [&](const std::string& body) {
    return status_of(s, body, envelope(body, {secret}));
  };
  const auto with = [&](const char* member, const json& value) {
    auto body = fine;
    body[member] = value;
    return post(body.dump());
  };
  CHECK(with("type", "a.b_c") == 204);
  CHECK(with("type", "a b") == 400);
  CHECK(with("type", nullptr) == 400);
  CHECK(with("timestamp", "2026-11-23T04:05:06.123Z") == 204);
  CHECK(with("timestamp", 1614265330) == 400);
  CHECK(with("data", {{"a", 1}}) == 204);
  CHECK(with("data", "a") == 400);
  CHECK(post("no JSON") == 400);
  CHECK(post(body_of(19'999)) == 204);
  CHECK(post(body_of(20'000)) == 413);
  auto plain = envelope(fine.dump(), {secret});
  plain[0].second = "text/plain";
  CHECK(status_of(s, fine.dump(), plain) == 400);
}

TEST_CASE("repeats of a webhook are counted by its id", "[sinks][webhook]") {
  const stage s;
  const auto post = [&](const json& body, const std::string& id,
                        const std::string& path = "/webhook/a") {
    s.post(path, body.dump(), envelope(body.dump(), {}, seconds_now(), id));
    return s.last()["notes"];
  };
  CHECK(post(fine, "one")["times"] == 1);
  CHECK(post(fine, "two")["times"] == 1);
  CHECK(post(fine, "one")["times"] == 2);
  CHECK(s.last()["notes"]["other_body"] == false);
  auto changed = fine;
  changed["type"] = "test";
  CHECK(post(changed, "one")["other_body"] == true);
  CHECK(post(fine, "one", "/webhook/b")["times"] == 1);
}

TEST_CASE("a webhook's secret has 24 to 64 bytes", "[sinks][webhook]") {
  const auto of = [](std::size_t bytes) {
    return webhook_key("whsec_" + alerts::base64(std::string(bytes, 'k')));
  };
  CHECK(of(24) == std::string(24, 'k'));
  CHECK(of(64) == std::string(64, 'k'));
  CHECK_FALSE(of(23));
  CHECK_FALSE(of(65));
  CHECK_FALSE(webhook_key(secret.substr(6)));
  CHECK_FALSE(webhook_key(secret + "!"));
}

} // namespace bellwether::sinks
