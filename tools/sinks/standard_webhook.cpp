#include "sinks/standard_webhook.hpp"

#include "sinks/form.hpp"
#include "sinks/text_rules.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <regex>

namespace bellwether::sinks {

using nlohmann::json;

namespace {

constexpr const char* bad = "invalid webhook";
constexpr std::size_t too_large = 20'000;
constexpr std::chrono::minutes tolerance{5};
constexpr std::size_t least_key = 24;
constexpr std::size_t most_key = 64;

std::string mac(const std::string& key, const std::string& text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned length = 0;
  const std::basic_string<unsigned char> bytes{text.begin(), text.end()};
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes.data(),
       bytes.size(), out.data(), &length);
  return {out.begin(), out.begin() + length};
}

bool equal(const std::string& a, const std::string& b) {
  return a.size() == b.size()
         && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

class envelope_checker {
public:
  envelope_checker(const request& r, objections& out)
      : r_{r},
        id_{r.header("webhook-id")},
        time_{r.header("webhook-timestamp")},
        out_{out} {}

  void check_id() {
    if (id_.empty() || id_.find('.') != id_.npos) {
      out_.refuse(bad, id_.empty() ? "webhook-id: is missing"
                                   : "webhook-id: has a dot");
    }
  }

  void check_time(std::chrono::system_clock::time_point now) {
    std::int64_t seconds = 0;
    const auto* end = time_.data() + time_.size();
    const auto read = std::from_chars(time_.data(), end, seconds);
    if (time_.empty() || read.ec != std::errc{} || read.ptr != end) {
      out_.refuse(bad, "webhook-timestamp: is no number of seconds");
      return;
    }
    // Whole seconds, as the libraries compare them.
    const auto here = std::chrono::floor<std::chrono::seconds>(now);
    const auto off = here.time_since_epoch() - std::chrono::seconds{seconds};
    if (off > tolerance || -off > tolerance) {
      out_.refuse(bad, "webhook-timestamp: is more than five minutes off");
    }
  }

  /// The numbers of the keys whose signatures are in the list.
  std::vector<std::size_t> check_signatures(
      const std::vector<std::string>& keys) {
    const auto given = signatures();
    std::vector<std::size_t> by;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const auto due = mac(keys[i], id_ + "." + time_ + "." + r_.body);
      if (std::ranges::any_of(
              given, [&](const std::string& s) { return equal(s, due); })) {
        by.push_back(i);
      }
    }
    if (!keys.empty() && by.empty()) {
      out_.refuse("unsigned", "webhook-signature: none is by a known secret");
    }
    return by;
  }

private:
  std::vector<std::string> signatures() {
    constexpr std::size_t length = 32;
    std::vector<std::string> out;
    const std::string list{r_.header("webhook-signature")};
    static const std::regex blank{" "};
    for (std::sregex_token_iterator i{list.begin(), list.end(), blank, -1}, end;
         i != end && !list.empty(); ++i) {
      const auto one = i->str();
      const auto bytes = one.starts_with("v1,")
                             ? from_base64(std::string_view{one}.substr(3))
                             : std::nullopt;
      if (bytes && bytes->size() == length) {
        out.push_back(*bytes);
      } else {
        out_.flag("webhook-signature: has what is no v1 signature");
      }
    }
    return out;
  }

  const request& r_;
  std::string id_;
  std::string time_;
  objections& out_;
};

void check_body(const json& body, objections& out) {
  static const std::regex type_shape{R"([A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*)"};
  form f{body, "", bad, out};
  const auto* type = f.text("type", {1}, need::required);
  if (type != nullptr && !std::regex_match(*type, type_shape)) {
    f.refuse("type", "is no name with dots");
  }
  const auto* at = f.text("timestamp", {}, need::required);
  if (at != nullptr && !is_moment(*at)) {
    f.refuse("timestamp", "is no moment as RFC 3339 has it");
  }
  f.object("data", need::required);
}

reply answer_to(const objections& out) {
  if (!out.refused()) {
    return {204, "", "", {}};
  }
  const int status = out.code() == "unsigned"    ? 401
                     : out.code() == "too large" ? 413
                                                 : 400;
  return json_reply(status, {{"errors", out.refusals()}});
}

} // namespace

std::optional<std::string> webhook_key(const std::string& secret) {
  constexpr std::string_view prefix = "whsec_";
  if (!secret.starts_with(prefix)) {
    return std::nullopt;
  }
  auto key = from_base64(std::string_view{secret}.substr(prefix.size()));
  return key && key->size() >= least_key && key->size() <= most_key
             ? key
             : std::nullopt;
}

finding check_webhook(const request& r, const std::vector<std::string>& keys,
                      std::chrono::system_clock::time_point now) {
  objections out;
  if (r.body.size() >= too_large) {
    out.refuse("too large", std::to_string(r.body.size())
                                + " bytes, fewer than 20000 are taken");
  }
  envelope_checker envelope{r, out};
  envelope.check_id();
  envelope.check_time(now);
  const auto by = envelope.check_signatures(keys);
  const auto body = json::parse(r.body, nullptr, false);
  if (!r.says_json()) {
    out.refuse(bad, "the content type is not application/json");
  }
  check_body(body, out);
  finding f;
  f.problems = out.all();
  f.notes = {{"id", r.header("webhook-id")},
             {"timestamp", r.header("webhook-timestamp")},
             {"signed_by", by}};
  f.answer = answer_to(out);
  return f;
}

} // namespace bellwether::sinks
