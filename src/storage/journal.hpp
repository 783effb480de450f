#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

namespace bellwether::storage {

/// How much a journal may hold.
struct journal_limits {
  std::size_t segment_bytes = std::size_t{4} * 1024 * 1024;
  std::size_t most_segments = 64; ///< then it is full
};

/// Records that are safe from the moment that append() returns: they are in
/// memory that the kernel shares with a file, so the death of the process loses
/// nothing (that of the machine may lose what came in the last half minute).
/// Segments get their disk space before they are used: a disk that is full
/// refuses a record, and never harms one. A record that was being written when
/// the process died is not there.
///
/// append() by any thread; everything else by one, the reader.
class journal {
public:
  /// Opens the segments in the folder, "journal-N", and makes the first one.
  /// Throws std::runtime_error with a sentence for the operator.
  explicit journal(std::filesystem::path folder, journal_limits limits = {});

  /// One that dies with the process.
  explicit journal(journal_limits limits);

  ~journal();
  journal(const journal&) = delete;
  journal& operator=(const journal&) = delete;

  /// Keeps the record, and gives it a number that grows by one and is never
  /// given again, also after a restart. 0: there is no room, and the record is
  /// not kept.
  std::uint64_t append(std::string_view bytes) noexcept;

  struct record {
    std::uint64_t number = 0;
    std::string_view bytes; ///< until release() of its number
  };

  /// The records behind `number` that are there, oldest first, at most `most`.
  std::vector<record> read_after(std::uint64_t number, std::size_t most) const;

  /// The records up to `number` are safe elsewhere.
  void release(std::uint64_t number);

  /// Numbers go on behind this one at least: what was released before a restart
  /// left no trace here.
  void skip_to(std::uint64_t number);

  std::size_t bytes() const;     ///< of what was not released
  std::uint64_t last() const;    ///< the newest number; 0 = none yet
  std::uint64_t refused() const; ///< records for which there was no room
  std::uint64_t damaged() const; ///< found broken at the start, and left out

private:
  class impl;
  std::unique_ptr<impl> impl_;
};

} // namespace bellwether::storage
