#include "simulator/vendor.hpp"

#include <array>

namespace bellwether::simulator {

namespace {

constexpr std::array<std::string_view, 4> names{"openai", "anthropic", "google",
                                                "deepseek"};

} // namespace

std::string_view name_of(vendor v) {
  return names[static_cast<std::size_t>(v)];
}

std::optional<vendor> vendor_named(std::string_view name) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) {
      return static_cast<vendor>(i);
    }
  }
  return std::nullopt;
}

void append_header(std::string& headers, std::string_view name,
                   std::string_view value) {
  headers.append(name).append(": ").append(value).append("\r\n");
}

void append_vendor_headers(std::string& headers, vendor v,
                           std::string_view request_id) {
  append_header(headers, v == vendor::anthropic ? "request-id" : "x-request-id",
                request_id);
  if (v == vendor::openai) {
    headers +=
        "openai-version: 2020-10-01\r\n"
        "openai-organization: simulated\r\n";
  } else if (v == vendor::anthropic) {
    headers += "anthropic-organization-id: simulated\r\n";
  }
}

} // namespace bellwether::simulator
