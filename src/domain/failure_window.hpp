#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace bellwether::domain {

/// The share of failures among what ended within the last `length`, to a tenth
/// of it. Pure: time is an argument and never runs backwards.
class failure_window {
public:
  using time_point = std::chrono::steady_clock::time_point;

  explicit failure_window(std::chrono::milliseconds length);

  void add(time_point now, bool failed);
  void clear();

  std::uint64_t volume(time_point now) const;
  std::uint64_t failures(time_point now) const;

  /// In [0, 1]; 0 when nothing ended.
  double share(time_point now) const;

private:
  static constexpr std::size_t slices = 10;

  struct slice {
    std::int64_t number = -1; ///< slices since the clock's epoch
    std::uint32_t all = 0;
    std::uint32_t failed = 0;
  };

  std::int64_t number_at(time_point t) const;
  bool current(const slice& s, time_point now) const;

  std::chrono::nanoseconds slice_length_;
  std::array<slice, slices> slices_;
};

} // namespace bellwether::domain
