#pragma once

#include <string>

namespace bellwether::http {

/// Why the control plane refuses a request: OpenAI's shape, {"error": {message,
/// type, param, code}}.
struct control_error {
  int status = 400;
  std::string message; ///< names what is wrong and the remedy
  std::string code;
  std::string param = {}; ///< the field; "" is sent as null
};

std::string to_json(const control_error& error);

} // namespace bellwether::http
