#include "simulator/running_simulator.hpp"

#include <boost/asio/write.hpp>
#include <catch2/catch.hpp>

#include <array>
#include <chrono>
#include <sys/socket.h>
#include <sys/time.h>

namespace bellwether::simulator::test {

namespace asio = boost::asio;
using nlohmann::json;
using tcp = asio::ip::tcp;

namespace {

options test_options(std::uint64_t seed) {
  options o;
  o.providers = default_providers();
  for (auto& p : o.providers) {
    p.port = 0;
  }
  o.admin_port = 0;
  o.seed = seed;
  return o;
}

std::uint16_t admin_port(const simulator& s) {
  return json::parse(s.addresses())["admin"]["port"].get<std::uint16_t>();
}

} // namespace

bool answer::has_header(std::string_view line) const {
  return (head() + "\r\n").find("\r\n" + std::string{line} + "\r\n")
         != std::string::npos;
}

wire::wire(std::uint16_t port) {
  socket_.connect({asio::ip::address_v4::loopback(), port});
  const timeval limit{.tv_sec = 5, .tv_usec = 0};
  ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &limit,
               sizeof limit);
}

void wire::send(std::string_view text) {
  asio::write(socket_, asio::buffer(text.data(), text.size()));
}

// recv and not read_some: Asio polls for ever where SO_RCVTIMEO says stop.
bool wire::more(std::string& to, boost::system::error_code& ec) {
  std::array<char, 4096> buffer{};
  const auto n =
      ::recv(socket_.native_handle(), buffer.data(), buffer.size(), 0);
  if (n > 0) {
    to.append(buffer.data(), static_cast<std::size_t>(n));
    return true;
  }
  ec = n == 0
           ? boost::system::error_code{asio::error::eof}
           : boost::system::error_code{errno, boost::system::system_category()};
  return false;
}

answer wire::read() {
  answer a;
  load::response_reader reader;
  bool good = true;
  while (good && !reader.done()) {
    const auto before = a.raw.size();
    if (!more(a.raw, a.end)) {
      a.whole = reader.close();
      break;
    }
    good = reader.feed(std::string_view{a.raw}.substr(before), a.body);
  }
  a.status = reader.status();
  a.whole = reader.done();
  return a;
}

bool wire::read_until(std::string_view text) {
  std::string got;
  boost::system::error_code ec;
  while (got.find(text) == std::string::npos) {
    if (!more(got, ec)) {
      return false;
    }
  }
  return true;
}

bool wire::closed_by_peer() {
  std::string got;
  boost::system::error_code ec;
  while (more(got, ec)) {
  }
  return ec == asio::error::eof || ec == asio::error::connection_reset;
}

running_simulator::running_simulator(std::uint64_t seed)
    : simulator_{test_options(seed)}, thread_{[this] {
        simulator_.run();
      }} {}

running_simulator::~running_simulator() {
  simulator_.stop();
  thread_.join();
}

answer running_simulator::chat(const json& body,
                               std::string_view provider) const {
  wire w{port(provider)};
  w.send(chat_request(body));
  return w.read();
}

answer running_simulator::post(const std::string& path, const json& body,
                               std::string_view provider,
                               std::string_view headers) const {
  const auto text = body.dump();
  wire w{port(provider)};
  w.send("POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: "
         + std::to_string(text.size()) + "\r\n" + std::string{headers} + "\r\n"
         + text);
  return w.read();
}

answer running_simulator::messages(const json& body) const {
  return post("/v1/messages", body, "anthropic",
              "anthropic-version: 2023-06-01\r\n");
}

answer running_simulator::gemini(const std::string& verb, const json& body,
                                 const std::string& model) const {
  return post("/v1beta/models/" + model + ":" + verb, body, "google");
}

answer running_simulator::admin(std::string_view method,
                                const std::string& path,
                                const std::string& body) const {
  wire w{admin_port(simulator_)};
  w.send(std::string{method} + " " + path
         + " HTTP/1.1\r\nHost: x\r\nContent-Length: "
         + std::to_string(body.size()) + "\r\n\r\n" + body);
  return w.read();
}

void running_simulator::behave(const json& behavior,
                               std::string_view provider) const {
  const auto a =
      admin("PUT", "/providers/" + std::string{provider} + "/behavior",
            behavior.dump());
  INFO(a.body);
  REQUIRE(a.status == 200);
}

json running_simulator::last_journalled() const {
  const auto deadline =
      std::chrono::steady_clock::now() + std::chrono::seconds{2};
  for (;;) {
    const auto list = admin("GET", "/journal?limit=1").json()["requests"];
    const bool over = !list.empty() && list[0]["outcome"] != "running";
    if (over || std::chrono::steady_clock::now() > deadline) {
      REQUIRE(!list.empty());
      return list[0];
    }
    std::this_thread::yield();
  }
}

std::string chat_request(const json& body, std::string_view extra_headers) {
  const auto text = body.dump();
  return "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: "
         + std::to_string(text.size()) + "\r\n" + std::string{extra_headers}
         + "\r\n" + text;
}

json chat_body(const json& more) {
  json body{{"model", "test-model"},
            {"messages", {{{"role", "user"}, {"content", "hello there"}}}}};
  body.update(more);
  return body;
}

namespace {

/// What stands behind `label` up to the end of the line, each time.
std::vector<std::string> behind(const std::string& body,
                                std::string_view label) {
  std::vector<std::string> found;
  std::size_t at = 0;
  while ((at = body.find(label, at)) != std::string::npos) {
    at += label.size();
    found.push_back(body.substr(at, body.find_first_of("\r\n", at) - at));
  }
  return found;
}

} // namespace

json listed(const json& value) {
  return value.is_object() ? json::array({value}) : value;
}

std::vector<std::string> names_of(const std::string& body) {
  return behind(body, "event: ");
}

std::vector<std::string> events_of(const std::string& body) {
  return behind(body, "data: ");
}

} // namespace bellwether::simulator::test
