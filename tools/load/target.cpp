#include "load/target.hpp"

#include <boost/asio/ip/address.hpp>
#include <nlohmann/json.hpp>

#include <charconv>
#include <cstdint>
#include <fstream>
#include <stdexcept>
#include <string_view>

namespace bellwether::load {

using nlohmann::json;

namespace {

constexpr std::string_view chat_path = "/chat/completions";

std::string full_path(std::string_view path) {
  while (path.ends_with('/')) {
    path.remove_suffix(1);
  }
  if (path.empty()) {
    path = "/v1";
  }
  std::string full{path};
  return path == "/v1" ? full.append(chat_path) : full;
}

std::uint16_t parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto* end = text.data() + text.size();
  if (std::from_chars(text.data(), end, port).ptr != end || port == 0) {
    throw std::runtime_error{"no port: '" + std::string{text} + "'"};
  }
  return port;
}

json request_body(const options& o) {
  json body{{"model", "auto"},
            {"messages", json::array({{{"role", "user"},
                                       {"content",
                                        "Say in one sentence what a "
                                        "bellwether is."}}})}};
  if (!o.body_file.empty()) {
    std::ifstream file{o.body_file};
    body = json::parse(file, nullptr, false);
    if (!body.is_object()) {
      throw std::runtime_error{o.body_file + " holds no JSON object"};
    }
  }
  if (!o.model.empty()) {
    body["model"] = o.model;
  }
  return body;
}

std::string request_text(const options& o, const target& to,
                         const std::string& body) {
  auto text = "POST " + to.path + " HTTP/1.1\r\nHost: " + to.host
              + "\r\nContent-Type: application/json\r\n"
                "Accept: application/json\r\nContent-Length: "
              + std::to_string(body.size()) + "\r\n";
  for (const auto& header : o.headers) {
    const auto colon = header.find(':');
    if (colon == std::string::npos || colon == 0
        || header.find_first_of("\r\n") != std::string::npos) {
      throw std::runtime_error{"--header takes 'Name: value'"};
    }
    text += header + "\r\n";
  }
  return text + "\r\n" + body;
}

} // namespace

target parse_target(const std::string& url) {
  constexpr std::string_view scheme = "http://";
  if (!url.starts_with(scheme)) {
    throw std::runtime_error{"the URL must begin with http://"};
  }
  const auto rest = std::string_view{url}.substr(scheme.size());
  const auto slash = std::min(rest.find('/'), rest.size());
  const auto authority = rest.substr(0, slash);
  auto host = authority;
  std::uint16_t port = 80;
  const auto colon = authority.rfind(':');
  if (colon != std::string_view::npos && !authority.ends_with(']')) {
    host = authority.substr(0, colon);
    port = parse_port(authority.substr(colon + 1));
  }
  if (host.starts_with('[') && host.ends_with(']')) {
    host = host.substr(1, host.size() - 2);
  }
  boost::system::error_code ec;
  const auto address = boost::asio::ip::make_address(
      host == "localhost" ? "127.0.0.1" : std::string{host}, ec);
  if (ec || !address.is_loopback()) {
    throw std::runtime_error{"'" + std::string{host}
                             + "' is not on this machine: load goes to "
                               "loopback addresses only"};
  }
  return {
      {address, port}, std::string{authority}, full_path(rest.substr(slash))};
}

request_texts make_requests(const options& o, const target& to) {
  auto body = request_body(o);
  body["stream"] = false;
  body.erase("stream_options");
  request_texts texts;
  texts.plain = request_text(o, to, body.dump());
  body["stream"] = true;
  body["stream_options"] = {{"include_usage", true}};
  texts.streaming = request_text(o, to, body.dump());
  return texts;
}

} // namespace bellwether::load
