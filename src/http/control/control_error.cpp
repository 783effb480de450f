#include "http/control/control_error.hpp"

#include <nlohmann/json.hpp>

namespace bellwether::http {

using nlohmann::ordered_json;

namespace {

const char* type_of(int status) {
  switch (status) {
    case 401:
      return "authentication_error";
    case 403:
      return "permission_error";
    default:
      return status >= 500 ? "api_error" : "invalid_request_error";
  }
}

} // namespace

std::string to_json(const control_error& error) {
  const ordered_json body{
      {"error",
       {{"message", error.message},
        {"type", type_of(error.status)},
        {"param", error.param.empty() ? ordered_json(nullptr)
                                      : ordered_json(error.param)},
        {"code", error.code}}}};
  return body.dump(-1, ' ', false, ordered_json::error_handler_t::replace)
         + "\n";
}

} // namespace bellwether::http
