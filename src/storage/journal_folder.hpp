#pragma once

#include "storage/journal_segment.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

namespace bellwether::storage {

/// Where a journal has its segments: the files "journal-N" of a folder, or
/// memory alone. One thread at a time.
class journal_folder {
public:
  /// `folder` "": in memory. Makes the folder if it is not there. Throws
  /// std::runtime_error with a sentence for the operator.
  journal_folder(std::filesystem::path folder, std::size_t segment_bytes);

  /// What a predecessor left, oldest first; empty files are taken away. Throws
  /// like the constructor.
  std::vector<std::unique_ptr<journal_segment>> open_all();

  /// A new file name each time; "" in memory.
  std::filesystem::path next_name();

  /// Throws like the constructor. By any thread.
  std::unique_ptr<journal_segment> make(
      const std::filesystem::path& name) const;

private:
  std::filesystem::path folder_;
  std::size_t segment_bytes_;
  std::uint64_t next_number_ = 1;
};

/// Records that cannot be had any more: broken in a segment, or missing before
/// the next. `segments` are ordered.
std::uint64_t count_damaged(
    const std::vector<std::unique_ptr<journal_segment>>& segments);

} // namespace bellwether::storage
