#include "storage/ledger.hpp"

#include <exception>
#include <utility>

namespace bellwether::storage {

namespace fs = std::filesystem;

namespace {

/// Records of one transaction.
constexpr std::size_t most_at_once = 5'000;

std::shared_ptr<journal> open_journal(const fs::path& folder,
                                      journal_limits limits) {
  return folder.empty() ? std::make_shared<journal>(limits)
                        : std::make_shared<journal>(folder, limits);
}

} // namespace

ledger::ledger(const fs::path& folder,
               std::shared_ptr<const domain::time_zone> zone, retention keep,
               domain::wall_time now, journal_limits limits)
    : journal_{open_journal(folder, limits)},
      store_{folder.empty() ? fs::path{} : folder / ledger_file,
             std::move(zone)},
      writer_{std::make_shared<ledger_writer>(journal_)},
      keep_{keep},
      taken_{store_.committed()} {
  journal_->skip_to(taken_);
  while (take())
    continue;
  interrupted_ = store_.settle_open(now);
}

bool ledger::take() {
  const auto found = journal_->read_after(taken_, most_at_once);
  if (found.empty())
    return false;
  unreadable_ += store_.commit(found);
  taken_ = found.back().number;
  journal_->release(taken_);
  return found.size() == most_at_once;
}

bool ledger::drain() {
  try {
    const bool more = take();
    problem_.clear();
    writer_->set_failing(false);
    return more;
  } catch (const std::exception& why) {
    problem_ = why.what();
    writer_->set_failing(true);
    return false;
  }
}

bool ledger::prune(domain::wall_time now) {
  try {
    return store_.prune(keep_, now);
  } catch (const std::exception& why) {
    problem_ = why.what();
    return false;
  }
}

ledger_status ledger::status() const {
  ledger_status out;
  try {
    out = store_.status();
    out.problem = problem_;
  } catch (const std::exception& why) {
    out.problem = why.what();
  }
  // An approximation while others write, and exact when they do not.
  const auto last = journal_->last();
  out.pending = last > taken_ ? last - taken_ : 0;
  out.lost = writer_->lost() + journal_->damaged() + unreadable_;
  out.failing = writer_->failing() || !out.problem.empty();
  return out;
}

} // namespace bellwether::storage
