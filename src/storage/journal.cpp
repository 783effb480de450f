#include "storage/journal.hpp"

#include "storage/journal_folder.hpp"
#include "storage/journal_reader.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <mutex>
#include <utility>

namespace bellwether::storage {

namespace fs = std::filesystem;

namespace {

using std::chrono::steady_clock;

/// So long after it had none, the disk is not asked for space again.
constexpr std::chrono::milliseconds pause{100};

journal_limits usable(journal_limits limits) {
  constexpr std::size_t page = 4096;
  const auto pages = (limits.segment_bytes + page - 1) / page;
  limits.segment_bytes = std::max<std::size_t>(pages, 1) * page;
  // The one that is written is never given back.
  limits.most_segments = std::max<std::size_t>(limits.most_segments, 2);
  return limits;
}

} // namespace

class journal::impl {
public:
  impl(fs::path folder, journal_limits limits)
      : limits_{usable(limits)},
        folder_{std::move(folder), limits_.segment_bytes},
        segments_{folder_.open_all()},
        damaged_{count_damaged(segments_)} {
    for (const auto& segment : segments_)
      last_ =
          std::max({last_.load(), segment->last(), segment->found().follows});
    segments_.reserve(segments_.size() + limits_.most_segments);
    if (segments_.empty() || segments_.back()->size() != limits_.segment_bytes
        || !segments_.back()->go_on())
      use(folder_.make(folder_.next_name()));
  }

  ~impl() {
    if (spare_)
      spare_->remove();
  }
  impl(const impl&) = delete;
  impl& operator=(const impl&) = delete;

  std::uint64_t append(std::string_view record) noexcept {
    const auto sum = bytes_sum(record);
    {
      const std::lock_guard lock{mutex_};
      const auto number = last_.load(std::memory_order_relaxed) + 1;
      if (segments_.back()->append(record, sum, number)
          || (begin_segment(record.size())
              && segments_.back()->append(record, sum, number))) {
        last_.store(number, std::memory_order_relaxed);
        return number;
      }
    }
    refused_.fetch_add(1, std::memory_order_relaxed);
    return 0;
  }

  std::vector<record> read_after(std::uint64_t number, std::size_t most) {
    make_spare();
    look();
    return reader_.read_after(number, most);
  }

  void release(std::uint64_t number) {
    look();
    const auto unwanted = reader_.release(number);
    std::vector<std::unique_ptr<journal_segment>> gone;
    {
      const std::lock_guard lock{mutex_};
      const auto begin = segments_.begin();
      const auto end = begin + static_cast<std::ptrdiff_t>(unwanted);
      std::move(begin, end, std::back_inserter(gone));
      segments_.erase(begin, end);
    }
    for (auto& segment : gone)
      if (!keep_spare(segment))
        segment->remove();
    make_spare();
  }

  void skip_to(std::uint64_t number) {
    const std::lock_guard lock{mutex_};
    last_ = std::max(last_.load(), number);
  }

  std::size_t bytes() {
    look();
    return reader_.bytes();
  }

  std::uint64_t last() const { return last_.load(std::memory_order_relaxed); }
  std::uint64_t refused() const {
    return refused_.load(std::memory_order_relaxed);
  }
  std::uint64_t damaged() const { return damaged_; }

private:
  /// Takes a segment into use. With the lock held, or in the constructor.
  bool use(std::unique_ptr<journal_segment> fresh) {
    const auto opening =
        opening_record(segments_.empty() ? 0 : segments_.back()->last());
    if (!fresh->append(opening, bytes_sum(opening), 0))
      return false;
    segments_.push_back(std::move(fresh));
    return true;
  }

  /// Whether there is a new segment that has room for so many bytes. With the
  /// lock held.
  bool begin_segment(std::size_t bytes) noexcept {
    try {
      if (bytes > limits_.segment_bytes
          || record_space(bytes) + record_space(opening_record(0).size())
                 > limits_.segment_bytes)
        return false;
      if (spare_)
        return use(std::exchange(spare_, nullptr));
      if (segments_.size() >= limits_.most_segments
          || steady_clock::now() < no_space_until_)
        return false;
      return use(folder_.make(folder_.next_name()));
    } catch (const std::exception&) {
      no_space_until_ = steady_clock::now() + pause;
      return false;
    }
  }

  /// Keeps a segment that is used up for the next one.
  bool keep_spare(std::unique_ptr<journal_segment>& old) noexcept {
    {
      const std::lock_guard lock{mutex_};
      if (spare_ || segments_.size() >= limits_.most_segments)
        return false;
    }
    if (old->size() != limits_.segment_bytes || !old->begin_anew())
      return false;
    const std::lock_guard lock{mutex_};
    spare_ = std::move(old);
    return true;
  }

  /// Makes the next segment ahead of need: then no writer has to.
  void make_spare() noexcept {
    try {
      fs::path name;
      {
        const std::lock_guard lock{mutex_};
        if (spare_ || segments_.size() >= limits_.most_segments
            || segments_.back()->used() < limits_.segment_bytes / 2)
          return;
        name = folder_.next_name();
      }
      auto fresh = folder_.make(name);
      fresh->warm();
      const std::lock_guard lock{mutex_};
      if (segments_.size() < limits_.most_segments)
        spare_ = std::move(fresh);
      else
        fresh->remove();
    } catch (const std::exception&) {
      return; // whoever writes tries again, and tells
    }
  }

  void look() {
    const std::lock_guard lock{mutex_};
    reader_.look(segments_);
  }

  journal_limits limits_;
  journal_folder folder_; ///< its names with the lock held

  mutable std::mutex mutex_; ///< for all that writers share
  std::vector<std::unique_ptr<journal_segment>> segments_; ///< never empty
  std::unique_ptr<journal_segment> spare_;
  steady_clock::time_point no_space_until_{};
  std::atomic<std::uint64_t> last_ = 0;
  std::atomic<std::uint64_t> refused_ = 0;
  std::uint64_t damaged_;

  journal_reader reader_; ///< by the reader's thread
};

journal::journal(fs::path folder, journal_limits limits)
    : impl_{std::make_unique<impl>(std::move(folder), limits)} {}

journal::journal(journal_limits limits)
    : impl_{std::make_unique<impl>(fs::path{}, limits)} {}

journal::~journal() = default;

std::uint64_t journal::append(std::string_view bytes) noexcept {
  return impl_->append(bytes);
}

std::vector<journal::record> journal::read_after(std::uint64_t number,
                                                 std::size_t most) const {
  return impl_->read_after(number, most);
}

void journal::release(std::uint64_t number) {
  impl_->release(number);
}

void journal::skip_to(std::uint64_t number) {
  impl_->skip_to(number);
}

std::size_t journal::bytes() const {
  return impl_->bytes();
}

std::uint64_t journal::last() const {
  return impl_->last();
}

std::uint64_t journal::refused() const {
  return impl_->refused();
}

std::uint64_t journal::damaged() const {
  return impl_->damaged();
}

} // namespace bellwether::storage
