#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::storage {

/// What a segment's file begins its name with while it forgets its records.
inline constexpr const char* aside_prefix = "old-";

/// What stands before each record in a journal's memory. `size` is written
/// last: where it is 0, there is no record.
struct record_header {
  std::uint64_t size = 0; ///< of this and the bytes behind it
  std::uint64_t sum = 0;  ///< record_sum of what follows
  std::uint64_t number = 0;
};

/// What a record of so many bytes takes: the next one is aligned.
constexpr std::size_t record_space(std::size_t bytes) {
  constexpr std::size_t alignment = alignof(record_header);
  return (sizeof(record_header) + bytes + alignment - 1) / alignment
         * alignment;
}

/// The part of a record's sum that needs no number: taken outside of locks.
std::uint64_t bytes_sum(std::string_view bytes) noexcept;

/// The whole of it.
std::uint64_t record_sum(std::uint64_t bytes_sum,
                         std::uint64_t number) noexcept;

struct stored_record {
  std::uint64_t number = 0;
  std::string_view bytes;
  std::size_t end = 0; ///< where the next one is
};

/// The record at `at`, which is known to be there.
stored_record record_at(std::string_view memory, std::size_t at) noexcept;

/// The same of any bytes: nothing unless it is whole.
std::optional<stored_record> whole_record_at(std::string_view memory,
                                             std::size_t at) noexcept;

/// The record with the number 0 that every segment begins with. `follows`: the
/// newest record before it, 0 if there is none.
std::string opening_record(std::uint64_t follows);

/// What is found in the memory of a segment that somebody left.
struct segment_contents {
  struct hole {
    std::size_t from = 0;
    std::size_t to = 0;
  };

  std::uint64_t follows = 0; ///< as its opening record says
  std::uint64_t first = 0;   ///< 0: no record at all
  std::uint64_t last = 0;
  std::size_t end = 0;       ///< of the last whole record
  std::vector<hole> holes;   ///< between whole records, ascending
  std::uint64_t damaged = 0; ///< records, as far as can be told
  bool damaged_end = false;  ///< one of them is behind the last whole one
  bool is_foreign = false;   ///< of a version that is not known here
};

/// Any bytes may come. Whole records are found behind broken ones, too.
segment_contents look_through(std::string_view memory);

} // namespace bellwether::storage
