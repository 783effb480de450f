#include "storage/ledger_writer.hpp"

#include "storage/ledger_record.hpp"

#include <string>
#include <utility>

namespace bellwether::storage {

ledger_writer::ledger_writer(std::shared_ptr<journal> to)
    : journal_{std::move(to)} {}

std::uint64_t ledger_writer::reserve(const domain::ledger_reservation& what) {
  return append(what);
}

bool ledger_writer::settle(const domain::ledger_entry& what) {
  return append(what) != 0;
}

bool ledger_writer::fired(const domain::fired_mark& what) {
  return append(what) != 0;
}

void ledger_writer::on_record(std::function<void()> wake) {
  auto shared =
      wake ? std::make_shared<const std::function<void()>>(std::move(wake))
           : nullptr;
  const std::lock_guard lock{wake_mutex_};
  wake_.swap(shared);
  woken_ = false;
}

template <class Record>
std::uint64_t ledger_writer::append(const Record& what) {
  thread_local std::string bytes;
  bytes.clear();
  encode(what, bytes);
  const auto number = journal_->append(bytes);
  // Mostly nothing changes, and the other processors keep what they know.
  if (no_room_.load(std::memory_order_relaxed) != (number == 0))
    no_room_.store(number == 0, std::memory_order_relaxed);
  // An exchange even so: it comes before an awake() whose reader missed the
  // record, or after one whose reader sees it.
  if (number != 0 && !woken_.exchange(true, std::memory_order_acq_rel))
    wake_reader();
  return number;
}

void ledger_writer::wake_reader() {
  std::shared_ptr<const std::function<void()>> wake;
  {
    const std::lock_guard lock{wake_mutex_};
    wake = wake_;
  }
  if (wake)
    (*wake)();
}

} // namespace bellwether::storage
