#include "storage/journal.hpp"

#include "storage/journal_folder.hpp"

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
    std::vector<record> out;
    auto at = behind(number);
    while (out.size() < most) {
      const auto found = peek(at);
      if (!found)
        break;
      if (found->number > std::max(at.number, number))
        out.push_back({found->number, found->bytes});
      pass(*found, at);
    }
    read_ = at;
    return out;
  }

  void release(std::uint64_t number) {
    look();
    if (number >= released_.number)
      released_ = behind(number);
    std::vector<std::unique_ptr<journal_segment>> gone;
    {
      const std::lock_guard lock{mutex_};
      const auto begin = segments_.begin();
      const auto end = begin + static_cast<std::ptrdiff_t>(released_.segment);
      std::move(begin, end, std::back_inserter(gone));
      segments_.erase(begin, end);
    }
    for (auto& segment : gone)
      if (!keep_spare(segment))
        segment->remove();
    read_ = read_.segment < gone.size() ? released_ : read_;
    read_.segment -= gone.size();
    released_.segment -= gone.size();
    make_spare();
  }

  void skip_to(std::uint64_t number) {
    const std::lock_guard lock{mutex_};
    last_ = std::max(last_.load(), number);
  }

  std::size_t bytes() {
    look();
    released_ = behind(released_.number);
    std::size_t out = 0;
    for (std::size_t i = released_.segment; i < seen_.size(); ++i)
      out += seen_[i]->used();
    return out - std::min(out, released_.offset);
  }

  std::uint64_t last() const { return last_.load(std::memory_order_relaxed); }
  std::uint64_t refused() const {
    return refused_.load(std::memory_order_relaxed);
  }
  std::uint64_t damaged() const { return damaged_; }

private:
  /// Where the reader is: all up to `number` is before it.
  struct place {
    std::size_t segment = 0; ///< among the seen ones
    std::size_t offset = 0;
    std::uint64_t number = 0;
  };

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

  /// Sees the segments that there are now. They stay, as only the reader takes
  /// any away.
  void look() {
    seen_.clear();
    const std::lock_guard lock{mutex_};
    for (const auto& segment : segments_)
      seen_.push_back(segment.get());
  }

  /// The record at a place, which is moved over what is used up.
  std::optional<stored_record> peek(place& at) const {
    for (;;) {
      if (auto found = seen_[at.segment]->next(at.offset))
        return found;
      if (at.segment + 1 == seen_.size())
        return {};
      ++at.segment;
      at.offset = 0;
    }
  }

  static void pass(const stored_record& found, place& at) {
    at.offset = found.end;
    at.number = std::max(at.number, found.number);
  }

  place behind(std::uint64_t number) const {
    place at;
    if (read_.number <= number)
      at = read_;
    else if (released_.number <= number)
      at = released_;
    while (at.segment + 1 < seen_.size() && seen_[at.segment]->last() <= number)
      at = {at.segment + 1, 0, std::max(at.number, seen_[at.segment]->last())};
    for (auto found = peek(at); found && found->number <= number;
         found = peek(at))
      pass(*found, at);
    return at;
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

  // The reader's own.
  std::vector<journal_segment*> seen_;
  place read_;
  place released_;
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
