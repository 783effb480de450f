#include "actors/lane.hpp"

#include <caf/actor_system.hpp>
#include <caf/resumable.hpp>
#include <caf/scheduler/abstract_coordinator.hpp>

namespace bellwether::actors {

namespace {

thread_local lane* lane_of_this_thread = nullptr;

/// Messages that one actor may handle in a row. An actor that has more goes to
/// CAF's scheduler: this thread has bytes to move.
constexpr std::size_t most_messages = 32;

} // namespace

lane::lane(caf::actor_system& in) : caf::execution_unit{&in} {}

lane::~lane() {
  if (lane_of_this_thread == this)
    lane_of_this_thread = nullptr;
}

void lane::open() {
  lane_of_this_thread = this;
}

lane* lane::here() {
  return lane_of_this_thread;
}

void lane::exec_later(caf::resumable* job) {
  ready_.push_back(job);
}

void lane::run() {
  if (std::exchange(running_, true))
    return;
  while (!ready_.empty()) {
    auto* job = ready_.front();
    ready_.pop_front();
    if (job->resume(this, most_messages) == caf::resumable::resume_later)
      system().scheduler().enqueue(job);
    else
      caf::intrusive_ptr_release(job);
  }
  running_ = false;
}

} // namespace bellwether::actors
