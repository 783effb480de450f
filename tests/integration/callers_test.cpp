// Callers of other machines, and who is served without a key.
#include "integration/harness/eventually.hpp"
#include "integration/harness/http.hpp"
#include "integration/harness/stage.hpp"

#include <catch2/catch.hpp>
#include <httplib.h>

#include <arpa/inet.h>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <ifaddrs.h>
#include <memory>
#include <net/if.h>
#include <netinet/in.h>

namespace bellwether::integration {

namespace {

const std::string secret = "bw-a-secret-of-the-web-team";
const std::string hash =
    "558e43889f3456d1088fc1d7b0ddb9a554414f801eead469f29560cf8e7abb89";

/// An address of this machine that is not of its loopback: who connects to it
/// comes from it. "" if there is none.
std::string outer_address() {
  ifaddrs* all = nullptr;
  if (::getifaddrs(&all) != 0)
    return "";
  const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> owner{
      all, &::freeifaddrs};
  for (const auto* at = all; at != nullptr; at = at->ifa_next) {
    if (at->ifa_addr == nullptr || at->ifa_addr->sa_family != AF_INET
        || (at->ifa_flags & IFF_LOOPBACK) != 0 || (at->ifa_flags & IFF_UP) == 0)
      continue;
    sockaddr_in address{};
    std::memcpy(&address, at->ifa_addr, sizeof(address));
    char text[INET_ADDRSTRLEN]{};
    ::inet_ntop(AF_INET, &address.sin_addr, text, sizeof(text));
    return text;
  }
  return "";
}

/// A daemon that listens on all addresses.
class open_stage {
public:
  explicit open_stage(const std::string& anonymous, bool with_key) {
    auto configured = configuration_for(
        sim_,
        {{"state_dir", "state"}, {"callers", {{"anonymous", anonymous}}}});
    write_configuration(folder_ / "bellwether.json", configured);
    if (with_key)
      write_key();
    process_ = std::make_unique<child_process>(
        std::vector<std::string>{BELLWETHER_BINARY, "serve", "--config",
                                 folder_ / "bellwether.json", "--listen",
                                 "0.0.0.0:0", "--control", "127.0.0.1:0",
                                 "--ready-file", folder_ / "ready"},
        environment{}, folder_ / "daemon");
    port_ = await_ready_file(folder_ / "ready", *process_)["listen"]["port"];
  }

  /// The status of a chat request to that address of this machine.
  answer ask(const std::string& host, const std::string& key = {}) const {
    httplib::Client client{host, port_};
    httplib::Headers headers;
    if (!key.empty())
      headers.emplace("Authorization", "Bearer " + key);
    const auto got = client.Post("/v1/chat/completions", headers,
                                 chat_body("alone", {{"max_tokens", 5}}).dump(),
                                 "application/json");
    answer out;
    if (got) {
      out.status = got->status;
      out.body = got->body;
    }
    return out;
  }

  const simulator& sim() const { return sim_; }
  std::string log() const { return process_->err(); }

private:
  void write_key() const {
    std::filesystem::create_directory(folder_ / "state");
    std::filesystem::permissions(folder_ / "state",
                                 std::filesystem::perms::owner_all);
    std::ofstream{folder_ / "state" / "keys.json"}
        << json{{"version", 1},
                {"keys", json::array({{{"name", "web-1"},
                                       {"hash", hash},
                                       {"created", "2026-11-22T12:00:00Z"}}})}};
  }

  simulator sim_;
  temporary_folder folder_;
  std::unique_ptr<child_process> process_;
  std::uint16_t port_ = 0;
};

} // namespace

TEST_CASE("callers of other machines need a key, whatever is configured",
          "[integration][keys][callers]") {
  const auto outer = outer_address();
  if (outer.empty()) {
    WARN("skipped: this machine has no address but its loopback's");
    return;
  }
  const auto anonymous =
      GENERATE(as<std::string>{}, "until_keys", "loopback", "never");
  const bool with_key = GENERATE(false, true);
  CAPTURE(anonymous, with_key, outer);
  const open_stage at{anonymous, with_key};
  for (const auto* sent : {"", "sk-anything"}) {
    const auto got = at.ask(outer, sent);
    CHECK(got.status == 401);
    CHECK(got.error("code") == "invalid_api_key");
  }
  CHECK(at.sim().requests() == 0);
  CHECK(at.ask(outer, secret).status == (with_key ? 200 : 401));
}

TEST_CASE("who is served on this machine without a key is configured",
          "[integration][keys][callers]") {
  const auto [anonymous, with_key, served] =
      GENERATE(table<std::string, bool, bool>({{"until_keys", false, true},
                                               {"until_keys", true, false},
                                               {"loopback", false, true},
                                               {"loopback", true, true},
                                               {"never", false, false},
                                               {"never", true, false}}));
  CAPTURE(anonymous, with_key);
  const open_stage at{anonymous, with_key};
  for (const auto* host : {"127.0.0.1", "127.0.0.2"})
    CHECK(at.ask(host).status == (served ? 200 : 401));
  CHECK(at.ask("127.0.0.1", "sk-anything").status == (served ? 200 : 401));
  if (with_key)
    CHECK(at.ask("127.0.0.1", secret).status == 200);
}

TEST_CASE("a daemon that other machines can reach says so",
          "[integration][keys][callers]") {
  const open_stage at{"until_keys", false};
  CHECK(eventually(
      [&] { return at.log().find("other machines") != std::string::npos; }));
}

} // namespace bellwether::integration
