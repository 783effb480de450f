#pragma once

#include "simulator/behavior.hpp"

#include <nlohmann/json_fwd.hpp>

#include <stdexcept>
#include <string>
#include <string_view>

namespace bellwether::simulator {

/// A field of a behaviour that is unknown or out of range.
class field_error : public std::runtime_error {
public:
  field_error(std::string field, const std::string& message)
      : std::runtime_error{message}, field_{std::move(field)} {}

  const std::string& field() const { return field_; }

private:
  std::string field_;
};

std::string_view name_of(fault_kind kind);

/// `base` with the fields of `changes` on top; null puts a field back to what
/// it is in `initial`. Throws field_error, and then nothing has changed.
behavior merge_behavior(behavior base, const nlohmann::json& changes,
                        const behavior& initial);

/// Every field; of a required key only the last four characters.
nlohmann::json to_json(const behavior& b);

/// `secret` with everything but its last four characters masked; a short one
/// is masked whole.
std::string masked(std::string_view secret);

} // namespace bellwether::simulator
