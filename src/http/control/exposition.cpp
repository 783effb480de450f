#include "http/control/exposition.hpp"

namespace bellwether::http {

namespace {

std::string escaped(std::string_view value) {
  std::string out;
  for (const char c : value) {
    if (c == '\\' || c == '"')
      out += '\\';
    out += c == '\n' ? std::string_view{"\\n"} : std::string_view{&c, 1};
  }
  return out;
}

} // namespace

std::string label(std::string_view name, std::string_view value) {
  return fmt::format("{}=\"{}\"", name, escaped(value));
}

void exposition::family(std::string_view name, std::string_view type,
                        std::string_view help) {
  name_ = name;
  print("# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
}

void exposition::samples(std::string_view labels, const domain::histogram& h) {
  for (std::size_t i = 0; i < h.bounds().size(); ++i)
    print("{}_bucket{{{},le=\"{}\"}} {}\n", name_, labels, h.bounds()[i],
          h.up_to(i));
  print("{}_bucket{{{},le=\"+Inf\"}} {}\n", name_, labels, h.count());
  print("{}_sum{{{}}} {}\n", name_, labels, h.sum());
  print("{}_count{{{}}} {}\n", name_, labels, h.count());
}

} // namespace bellwether::http
