#pragma once

#include "storage/journal_format.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace bellwether::storage {

/// A piece of a journal: records one behind the other, in memory that a file
/// shares. One thread at a time writes, and one reads meanwhile.
class journal_segment {
public:
  /// In memory alone. These throw std::runtime_error with a sentence.
  static std::unique_ptr<journal_segment> in_memory(std::size_t bytes);

  /// In a new file, whose disk space is there from now on.
  static std::unique_ptr<journal_segment> make(std::filesystem::path file,
                                               std::size_t bytes);

  /// In a file that somebody left; null if it is empty.
  static std::unique_ptr<journal_segment> open(std::filesystem::path file);

  ~journal_segment();
  journal_segment(const journal_segment&) = delete;
  journal_segment& operator=(const journal_segment&) = delete;

  /// `sum` is the bytes_sum of the record. False: there is no room.
  bool append(std::string_view record, std::uint64_t sum,
              std::uint64_t number) noexcept;

  /// The first record at or behind a place, which is 0 or some record's end.
  std::optional<stored_record> next(std::size_t from) const noexcept;

  std::size_t size() const { return size_; }
  std::size_t used() const { return used_.load(std::memory_order_acquire); }

  /// The newest record's number; 0 = none.
  std::uint64_t last() const { return last_.load(std::memory_order_relaxed); }

  /// What was found in it when it was opened.
  const segment_contents& found() const { return found_; }

  /// Makes one that was opened fit to be written again; false: it cannot be.
  bool go_on() noexcept;

  /// Forgets all records, for others in the same place: its memory and its disk
  /// space need not be had again. While it lasts the file has a name that is no
  /// segment's, so that a death meanwhile leaves nothing half forgotten. False:
  /// it cannot be, as with one that somebody left: a copy may lack disk space.
  bool begin_anew() noexcept;

  /// Takes the memory's pages into use before they are needed.
  void warm() const noexcept;

  /// Takes its file away; its memory is there until it is destroyed.
  void remove() noexcept;

private:
  journal_segment(std::filesystem::path file, int number, std::size_t bytes);
  std::string_view memory() const { return {memory_, size_}; }

  std::filesystem::path file_; ///< "" in memory
  std::size_t size_;
  bool left_ = false; ///< by a predecessor
  char* memory_ = nullptr;
  std::atomic<std::size_t> used_ = 0;
  std::atomic<std::uint64_t> last_ = 0;
  segment_contents found_;
};

} // namespace bellwether::storage
