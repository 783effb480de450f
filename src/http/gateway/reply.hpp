#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bellwether::http {

/// Headers in the order in which they are sent. Names are literals; values hold
/// no line ends.
using header_list = std::vector<std::pair<std::string_view, std::string>>;

/// Moves `more` behind `to`.
void append(header_list& to, header_list more);

/// A complete answer to a caller.
struct reply {
  int status = 200;
  header_list headers;
  std::string body;
  std::string_view content_type = "application/json"; ///< a literal
};

/// An error in OpenAI's shape: {"error": {message, type, param, code}}.
struct error_body {
  std::string message; ///< names what is wrong and the remedy
  std::string type = "invalid_request_error";
  std::string param = {}; ///< "" is sent as null
  std::string code = {};  ///< "" is sent as null
};

std::string to_json(const error_body& error);

/// The error as an answer with `status`.
reply error_reply(int status, const error_body& error);

/// A member of the error in an answer that error_reply made, "" for null.
std::string error_text(const reply& error, std::string_view member);

/// `text` as a JSON string with its quotes; invalid UTF-8 is replaced.
std::string json_string(std::string_view text);

/// "200 OK": the status line's end.
std::string_view status_text(int status);

} // namespace bellwether::http
