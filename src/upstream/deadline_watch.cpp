#include "upstream/deadline_watch.hpp"

#include <algorithm>

namespace bellwether::upstream {

watched::~watched() {
  if (owner_ != nullptr)
    owner_->disarm(*this);
}

deadline_watch::deadline_watch(boost::asio::io_context& io) : timer_(io) {}

deadline_watch::~deadline_watch() {
  for (auto* w : armed_)
    w->owner_ = nullptr;
}

void deadline_watch::arm(watched& w, time_point deadline) {
  w.deadline_ = deadline;
  if (w.owner_ == nullptr) {
    w.owner_ = this;
    w.slot_ = armed_.size();
    armed_.push_back(&w);
  }
  if (deadline < scheduled_)
    schedule(deadline);
}

void deadline_watch::disarm(watched& w) {
  if (w.owner_ == nullptr)
    return;
  auto* last = armed_.back();
  armed_[w.slot_] = last;
  last->slot_ = w.slot_;
  armed_.pop_back();
  w.owner_ = nullptr;
}

void deadline_watch::schedule(time_point when) {
  scheduled_ = when;
  timer_.expires_at(when);
  timer_.async_wait([this](const boost::system::error_code& ec) {
    if (!ec)
      sweep();
  });
}

void deadline_watch::sweep() {
  const auto now = std::chrono::steady_clock::now();
  // While it is the earliest of all times, arm() schedules nothing.
  scheduled_ = time_point::min();
  // Backwards: a removal puts the last one, which has had its turn already,
  // into the gap. What is armed meanwhile waits for the next sweep.
  for (auto i = armed_.size(); i-- > 0;) {
    if (i >= armed_.size() || armed_[i]->deadline_ > now)
      continue;
    auto& due = *armed_[i];
    disarm(due);
    due.expired();
  }
  auto next = time_point::max();
  for (const auto* w : armed_)
    next = std::min(next, w->deadline_);
  scheduled_ = time_point::max();
  if (next != time_point::max())
    schedule(std::max(next, now + resolution));
}

} // namespace bellwether::upstream
