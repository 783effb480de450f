#pragma once

#include "storage/journal.hpp"
#include "storage/journal_segment.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace bellwether::storage {

/// Where the one who reads a journal is, and what is still wanted of it. One
/// thread at a time.
class journal_reader {
public:
  /// The segments that there are now, oldest first: for the calls below. They
  /// stay until release() says that they are not wanted.
  void look(const std::vector<std::unique_ptr<journal_segment>>& at);

  /// The records behind `number` that are there, oldest first.
  std::vector<journal::record> read_after(std::uint64_t number,
                                          std::size_t most);

  /// The records up to `number` are not wanted any more. So many segments, the
  /// oldest, hold nothing else; they are not looked at again.
  std::size_t release(std::uint64_t number);

  /// Of what was not released.
  std::size_t bytes();

private:
  /// All up to `number` is before it.
  struct place {
    std::size_t segment = 0; ///< among the seen ones
    std::size_t offset = 0;
    std::uint64_t number = 0;
  };

  std::optional<stored_record> peek(place& at) const;
  place behind(std::uint64_t number) const;

  std::vector<journal_segment*> seen_;
  place read_;
  place released_;
};

} // namespace bellwether::storage
