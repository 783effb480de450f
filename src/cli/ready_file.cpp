#include "cli/ready_file.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <unistd.h>

namespace bellwether::cli {

namespace {

nlohmann::ordered_json address(const std::string& url) {
  const auto host = url.find("//") + 2;
  const auto colon = url.rfind(':');
  return {{"host", url.substr(host, colon - host)},
          {"port", std::stoi(url.substr(colon + 1))},
          {"url", url}};
}

} // namespace

std::string url(const std::string& host, std::uint16_t port) {
  const bool v6 = host.find(':') != std::string::npos;
  return "http://" + (v6 ? "[" + host + "]" : host) + ":"
         + std::to_string(port);
}

void write_ready_file(const std::string& path, const ready_addresses& ready) {
  const auto draft = path + ".tmp";
  std::ofstream out{draft};
  out << nlohmann::ordered_json{{"pid", ::getpid()},
                                {"listen", address(ready.listen_url)},
                                {"control", address(ready.control_url)}}
             .dump(2)
      << '\n';
  out.close();
  std::error_code error;
  if (out)
    std::filesystem::rename(draft, path, error);
  if (!out || error)
    throw std::runtime_error{"cannot write the ready file " + path
                             + ": does its folder exist?"};
}

} // namespace bellwether::cli
