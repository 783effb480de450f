#include "settings/text_table.hpp"

#include <algorithm>
#include <utility>

namespace bellwether::settings {

namespace {

/// Characters, not bytes, of a UTF-8 text.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(),
      [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

} // namespace

text_table::text_table(std::vector<column> columns)
    : columns_{std::move(columns)} {}

void text_table::add(std::vector<std::string> row) {
  row.resize(columns_.size());
  rows_.push_back(std::move(row));
}

std::string text_table::to_string(std::size_t indent) const {
  std::vector<std::string> titles;
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    titles.push_back(columns_[i].title);
    widths.push_back(width_of(titles[i]));
    for (const auto& row : rows_)
      widths[i] = std::max(widths[i], width_of(row[i]));
  }
  std::string out;
  const auto add_line = [&](const std::vector<std::string>& cells) {
    std::string line(indent, ' ');
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string gap(widths[i] - width_of(cells[i]), ' ');
      const bool right = columns_[i].side == align::right;
      line += (i > 0 ? "  " : "") + (right ? gap + cells[i] : cells[i] + gap);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + '\n';
  };
  add_line(titles);
  for (const auto& row : rows_)
    add_line(row);
  return out;
}

std::string with_commas(long long number) {
  auto digits = std::to_string(number);
  const std::size_t first = digits.starts_with('-') ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) {
    at -= 3;
    digits.insert(at, 1, ',');
  }
  return digits;
}

std::string dollars(domain::money amount) {
  auto text = domain::to_string(amount);
  const auto point = text.find('.');
  while (point != std::string::npos && text.size() > point + 3
         && text.back() == '0')
    text.pop_back();
  return text;
}

} // namespace bellwether::settings
