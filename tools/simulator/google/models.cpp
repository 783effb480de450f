#include "simulator/google/models.hpp"

namespace bellwether::simulator {

bool is_gemini_25(std::string_view model) {
  return model.starts_with("gemini-2.5");
}

bool needs_signatures(std::string_view model) {
  return model.starts_with("gemini-3");
}

bool thinks_by_default(std::string_view model) {
  return needs_signatures(model)
         || (is_gemini_25(model)
             && model.find("lite") == std::string_view::npos);
}

} // namespace bellwether::simulator
