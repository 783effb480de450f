#include "sinks/http_text.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>
#include <cctype>

namespace bellwether::sinks {

namespace http = boost::beast::http;

namespace {

constexpr std::uint64_t most_body = 4UL * 1024 * 1024;

std::string lower(std::string_view text) {
  std::string out{text};
  std::ranges::transform(out, out.begin(), [](unsigned char c) {
    return static_cast<char>(std::tolower(c));
  });
  return out;
}

request request_of(const http::request<http::string_body>& message) {
  request out;
  out.method = std::string{message.method_string()};
  out.target = std::string{message.target()};
  out.body = message.body();
  for (const auto& field : message) {
    out.headers.emplace_back(lower(field.name_string()), field.value());
  }
  return out;
}

} // namespace

std::optional<request> read_request(connection& from) {
  http::request_parser<http::string_body> parser;
  parser.eager(true);
  parser.body_limit(most_body);
  std::string rest;
  while (!parser.is_done()) {
    const auto more = from.receive();
    if (more.empty()) {
      return std::nullopt;
    }
    rest += more;
    boost::beast::error_code ec;
    rest.erase(0, parser.put(boost::asio::buffer(rest), ec));
    if (ec && ec != http::error::need_more) {
      return std::nullopt;
    }
  }
  return request_of(parser.get());
}

std::string http_text(const reply& r) {
  constexpr int no_content = 204;
  const auto status = static_cast<unsigned>(r.status);
  auto out = "HTTP/1.1 " + std::to_string(status) + " "
             + std::string{http::obsolete_reason(http::int_to_status(status))}
             + "\r\nConnection: close\r\n";
  for (const auto& [name, value] : r.headers) {
    out.append(name).append(": ").append(value).append("\r\n");
  }
  if (!r.type.empty()) {
    out += "Content-Type: " + r.type + "\r\n";
  }
  if (r.status != no_content) {
    out += "Content-Length: " + std::to_string(r.body.size()) + "\r\n";
  }
  return out + "\r\n" + r.body;
}

} // namespace bellwether::sinks
