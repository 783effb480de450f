#include "simulator/pacer.hpp"

#include <algorithm>

namespace bellwether::simulator {

using std::chrono::ceil;
using std::chrono::floor;
using std::chrono::milliseconds;

pacer::pacer(boost::asio::io_context& io) : timer_{io} {}

void pacer::arm(waiter& w, clock::time_point due) {
  if (due == clock::time_point::max()) {
    return;
  }
  // Never into a bucket that is being run: it must not grow meanwhile.
  const auto when =
      std::max(ceil<milliseconds>(due.time_since_epoch()).count(), passed_ + 1);
  auto& bucket = buckets_[when];
  w.bucket_ = &bucket;
  w.slot_ = bucket.size();
  bucket.push_back(&w);
  if (scheduled_ == 0 || when < scheduled_) {
    schedule();
  }
}

void pacer::wake(waiter& w) {
  release(w);
  if (w.handler.has_value()) {
    w.handler.invoke();
  }
}

void pacer::stop() {
  stopped_ = true;
  timer_.cancel();
}

void pacer::schedule() {
  if (buckets_.empty() || stopped_) {
    scheduled_ = 0;
    return;
  }
  scheduled_ = buckets_.begin()->first;
  timer_.expires_at(clock::time_point{milliseconds{scheduled_}});
  timer_.async_wait([this](boost::system::error_code ec) {
    if (!ec) {
      run_due();
    }
  });
}

void pacer::run_due() {
  const auto now = floor<milliseconds>(clock::now().time_since_epoch()).count();
  passed_ = now;
  scheduled_ = now; // arming during the run does not touch the timer
  while (!buckets_.empty() && buckets_.begin()->first <= now) {
    auto& bucket = buckets_.begin()->second;
    for (auto* w : bucket) { // one may take later ones out
      if (w != nullptr) {
        wake(*w);
      }
    }
    buckets_.erase(buckets_.begin());
  }
  schedule();
}

void pacer::release(waiter& w) {
  if (w.bucket_ != nullptr) {
    (*w.bucket_)[w.slot_] = nullptr;
    w.bucket_ = nullptr;
  }
}

} // namespace bellwether::simulator
