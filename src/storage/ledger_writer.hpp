#pragma once

#include "domain/ledger_entry.hpp"
#include "storage/journal.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>

namespace bellwether::storage {

/// The way into the ledger for those who spend: what was written here is in the
/// ledger, also after a crash. Thread-safe; never blocks on the disk.
class ledger_writer {
public:
  explicit ledger_writer(std::shared_ptr<journal> to);

  /// Sets `what` down before its attempt is made. Its number, by which the
  /// entry settles it; 0: the journal has no room.
  std::uint64_t reserve(const domain::ledger_reservation& what);

  /// The attempt ended. To be called before the last byte of an answer goes to
  /// its caller. False: the journal has no room, and it was not written.
  bool settle(const domain::ledger_entry& what);

  /// Something was told of a budget.
  bool fired(const domain::fired_mark& what);

  /// Whether the ledger has a trouble now: the last record found no room, or
  /// the owner said so.
  bool failing() const {
    return no_room_.load(std::memory_order_relaxed)
           || owner_failing_.load(std::memory_order_relaxed);
  }

  /// What the owner says; what becomes of records does not change it.
  void set_failing(bool is) {
    owner_failing_.store(is, std::memory_order_relaxed);
  }

  /// Records that were lost for want of room.
  std::uint64_t lost() const { return journal_->refused(); }

  /// Called after a record when nobody was woken since awake() last; by the
  /// thread that wrote it, which holds no lock.
  void on_record(std::function<void()> wake);

  /// The reader begins to look: the next record wakes it again.
  void awake() { woken_.exchange(false, std::memory_order_acq_rel); }

private:
  template <class Record>
  std::uint64_t append(const Record& what);
  void wake_reader();

  std::shared_ptr<journal> journal_;
  std::atomic<bool> no_room_ = false;
  std::atomic<bool> owner_failing_ = false;
  std::atomic<bool> woken_ = false;
  std::mutex wake_mutex_; ///< for wake_
  std::shared_ptr<const std::function<void()>> wake_;
};

} // namespace bellwether::storage
