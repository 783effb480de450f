#pragma once

#include "domain/money.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::settings {

/// Rows of words under titles, for terminals.
class text_table {
public:
  enum class align { left, right };

  struct column {
    std::string title;
    align side = align::left;
  };

  explicit text_table(std::vector<column> columns);

  /// One cell a column; missing ones stay empty, further ones are dropped.
  void add(std::vector<std::string> row);

  /// Every line indented by `indent` blanks, ends in a newline, and has no
  /// blanks before that.
  std::string to_string(std::size_t indent = 0) const;

private:
  std::vector<column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

/// "1,047,576".
std::string with_commas(long long number);

/// "2.50", "0.0251": two decimals, or as many as the amount needs.
std::string dollars(domain::money amount);

} // namespace bellwether::settings
