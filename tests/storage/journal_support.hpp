#pragma once

#include "storage/journal.hpp"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace bellwether::storage {

inline constexpr std::size_t page = 4096;

/// Bytes by which a record is known again: they depend on the number and end
/// with it.
inline std::string bytes_for(std::uint64_t number) {
  const std::string name = std::to_string(number);
  return std::string(number * 37 % 400, static_cast<char>('a' + number % 26))
         + name;
}

/// A record as it was when it was read.
struct kept_record {
  std::uint64_t number = 0;
  std::string bytes;

  bool operator==(const kept_record&) const = default;
};

inline std::vector<kept_record> read_all(const journal& from,
                                         std::uint64_t after = 0,
                                         std::size_t step = 1'000'000) {
  std::vector<kept_record> out;
  for (;;) {
    const auto read = from.read_after(after, step);
    if (read.empty())
      return out;
    for (const auto& one : read)
      out.push_back({one.number, std::string{one.bytes}});
    after = out.back().number;
  }
}

/// Appends the record that its number calls for.
inline std::uint64_t append_next(journal& to) {
  return to.append(bytes_for(to.last() + 1));
}

/// Appends until there is no room.
inline void fill(journal& to) {
  while (append_next(to) != 0)
    continue;
}

/// Whether the records are those from `first` on.
inline bool are_right(const std::vector<kept_record>& all,
                      std::uint64_t first) {
  return std::all_of(all.begin(), all.end(), [&](const kept_record& r) {
    return r.number == first++ && r.bytes == bytes_for(r.number);
  });
}

/// The names of the journal's files, sorted.
inline std::vector<std::string> files_in(const std::filesystem::path& folder) {
  std::vector<std::string> out;
  for (const auto& entry : std::filesystem::directory_iterator{folder})
    out.push_back(entry.path().filename().string());
  std::sort(out.begin(), out.end());
  return out;
}

inline std::string text_of(const std::filesystem::path& file) {
  std::ifstream from{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{from}, {}};
}

inline void put_text(const std::filesystem::path& file,
                     const std::string& text) {
  std::ofstream{file, std::ios::binary | std::ios::trunc} << text;
}

} // namespace bellwether::storage
