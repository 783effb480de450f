#pragma once

#include "domain/tally.hpp"

#include <spdlog/fmt/fmt.h>

#include <iterator>
#include <string>
#include <string_view>
#include <utility>

namespace bellwether::http {

/// NAME="VALUE", with the value escaped.
std::string label(std::string_view name, std::string_view value);

/// Writes Prometheus' text format 0.0.4, family by family.
class exposition {
public:
  /// Begins a family; the samples that follow are its own.
  void family(std::string_view name, std::string_view type,
              std::string_view help);

  /// `labels` as label() writes them, with commas between; "" = none.
  template <class Value>
  void sample(std::string_view labels, Value value) {
    if (labels.empty())
      print("{} {}\n", name_, value);
    else
      print("{}{{{}}} {}\n", name_, labels, value);
  }

  void samples(std::string_view labels, const domain::histogram& h);

  std::string text() && { return std::move(text_); }

private:
  template <class... Args>
  void print(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(text_), format,
                   std::forward<Args>(args)...);
  }

  std::string text_;
  std::string name_;
};

} // namespace bellwether::http
