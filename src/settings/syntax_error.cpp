#include "settings/syntax_error.hpp"

#include <string_view>

namespace bellwether::settings {

namespace {

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// The two slips that everybody makes, said plainly.
std::string_view hint(std::string_view what) {
  if (contains(what, "object key - unexpected '}'")
      || contains(what, "value - unexpected ']'"))
    return " (is there a comma too many before it?)";
  if (contains(what, "; expected '}'") || contains(what, "; expected ']'"))
    return " (is a comma missing before it?)";
  return "";
}

} // namespace

std::string cause_of(std::string what) {
  if (contains(what, "number overflow"))
    return "a number is too large";
  if (const auto place = what.find(": "); place != std::string::npos)
    what.erase(0, place + 2);
  if (const auto quote = what.find("; last read: '");
      quote != std::string::npos)
    what.erase(quote);
  return what.append(hint(what));
}

} // namespace bellwether::settings
