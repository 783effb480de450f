#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bellwether::sinks {

/// What a sink has against a message.
class objections {
public:
  /// The message is not taken; the first code is the answer's.
  void refuse(std::string_view code, const std::string& why);

  /// The message is taken, but the real sink would show it maimed or drop a
  /// part, or its manual forbids it.
  void flag(const std::string& why) { all_.push_back(why); }

  bool refused() const { return !refusals_.empty(); }

  /// Of the first refusal, or "".
  const std::string& code() const { return code_; }

  const std::vector<std::string>& refusals() const { return refusals_; }

  /// Refusals and flags, in order.
  const std::vector<std::string>& all() const { return all_; }

private:
  std::string code_;
  std::vector<std::string> refusals_;
  std::vector<std::string> all_;
};

} // namespace bellwether::sinks
