#include "integration/harness/http.hpp"

#include <httplib.h>

#include <algorithm>
#include <cctype>

namespace bellwether::integration {

answer request(std::uint16_t port, const std::string& method,
               const std::string& path, const std::string& body,
               const header_list& headers) {
  constexpr std::chrono::seconds patience{20};
  httplib::Client client{"127.0.0.1", port};
  client.set_read_timeout(patience);
  client.set_tcp_nodelay(true);
  httplib::Request request;
  request.method = method;
  request.path = path;
  request.body = body;
  for (const auto& [name, value] : headers)
    request.headers.emplace(name, value);
  if (!body.empty() && !request.has_header("Content-Type"))
    request.headers.emplace("Content-Type", "application/json");
  const auto result = client.send(request);
  answer out;
  if (!result)
    return out;
  out.status = result->status;
  out.body = result->body;
  out.whole = true;
  for (const auto& [name, value] : result->headers) {
    auto lower = name;
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) {
      return static_cast<char>(std::tolower(c));
    });
    out.headers.emplace_back(std::move(lower), value);
  }
  return out;
}

answer get(std::uint16_t port, const std::string& path,
           const header_list& headers) {
  return request(port, "GET", path, {}, headers);
}

} // namespace bellwether::integration
