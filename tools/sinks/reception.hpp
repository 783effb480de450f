#pragma once

#include "sinks/endpoints.hpp"
#include "sinks/faults.hpp"
#include "sinks/request.hpp"

#include <nlohmann/json.hpp>

#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace bellwether::sinks {

/// What is to be done to the sender of a message.
struct response {
  reply answer;
  std::optional<fault> instead; ///< of that answer
};

/// An e-mail that came.
struct mail {
  std::string from;
  std::vector<std::string> to;
  std::string raw; ///< headers and all, as it was sent
  std::vector<std::string> objections;
};

/// Where all messages arrive: notes each before it is answered, and knows the
/// faults that were ordered. Thread-safe.
class reception {
public:
  explicit reception(std::vector<std::string> webhook_keys)
      : sinks_{std::move(webhook_keys)} {}

  /// A request from outside, or one of those below.
  response take(const request& r, const moment& now);

  /// A mail that came whole. The answer is SMTP's.
  response take_mail(const mail& m, const moment& now);

private:
  /// Paths that begin with "/_": GET /_received, GET /_incidents,
  /// POST and DELETE /_fault.
  reply control(const request& r);
  reply order_fault(const std::string& body);
  void note(nlohmann::json entry, const moment& now,
            const std::optional<fault>& f);

  std::mutex mutex_;
  endpoints sinks_;
  fault_orders faults_;
  nlohmann::json received_ = nlohmann::json::array();
};

} // namespace bellwether::sinks
