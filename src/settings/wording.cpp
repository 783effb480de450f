#include "settings/wording.hpp"

#include "domain/nearest.hpp"

namespace bellwether::settings {

std::string suggestion(std::string_view word,
                       const std::vector<std::string>& known) {
  const auto near = domain::nearest(word, known);
  return near.empty() ? "" : "did you mean `" + near + "`?";
}

std::string alternatives(const std::vector<std::string>& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0)
      out += i + 1 == words.size() ? " or " : ", ";
    out += words[i];
  }
  return out;
}

} // namespace bellwether::settings
