#include "sinks/objections.hpp"

namespace bellwether::sinks {

void objections::refuse(std::string_view code, const std::string& why) {
  if (!refused()) {
    code_ = code;
  }
  refusals_.push_back(why);
  all_.push_back(why);
}

} // namespace bellwether::sinks
