#pragma once

#include "http/control/control_error.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::http {

/// What is wrong with a field; thrown by body_fields and caught by who reads
/// the body.
struct wrong_field {
  control_error error;
};

/// The fields of a request's JSON object. Each method throws wrong_field, which
/// names the field and what is allowed.
class body_fields {
public:
  /// `known`: all fields that may be there. `example`: a right body. An empty
  /// body is an object without fields.
  body_fields(std::string_view body, const std::vector<std::string>& known,
              const std::string& example);

  bool has(const char* field) const { return body_.contains(field); }

  /// One of `allowed`; a whole number may stand for its digits.
  std::string word(const char* field,
                   const std::vector<std::string>& allowed) const;

  /// Of 1 to `longest` bytes; nothing if it is absent.
  std::optional<std::string> text(const char* field, std::size_t longest) const;

  double number(const char* field, double otherwise, double least,
                double most) const;

  [[noreturn]] static void refuse(const std::string& field,
                                  const std::string& message);

private:
  nlohmann::json body_;
};

} // namespace bellwether::http
