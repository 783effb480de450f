#pragma once

#include <caf/actor_cast.hpp>
#include <caf/execution_unit.hpp>
#include <caf/fwd.hpp>
#include <caf/message.hpp>
#include <caf/message_id.hpp>

#include <deque>
#include <utility>

namespace bellwether::actors {

/// Lets actors run on the thread that sends to them. A message to an actor that
/// is idle is handled before tell() returns; one to an actor that is busy on
/// another thread waits in its mailbox for that one. Either way an actor runs
/// on one thread at a time, as always. It saves the two thread switches that a
/// question to an actor costs otherwise, which is most of what it costs.
///
/// One for each thread that wants it, used on that thread only.
class lane final : public caf::execution_unit {
public:
  explicit lane(caf::actor_system& in);
  ~lane() override;
  lane(const lane&) = delete;
  lane& operator=(const lane&) = delete;

  /// Makes this the lane of the calling thread until it is destroyed there.
  void open();

  /// The calling thread's lane; null on threads without one.
  static lane* here();

  /// For CAF: an actor has become ready to run.
  void exec_later(caf::resumable* job) override;

  /// Runs what is ready. Does nothing when called by what it runs.
  void run();

private:
  std::deque<caf::resumable*> ready_;
  bool running_ = false;
};

/// Sends a message without a sender: through the thread's lane if it has one,
/// else as caf::anon_send does. A message to nobody is dropped. One that was
/// made already may go to several.
template <class Handle>
void tell(const Handle& whom, caf::message what) {
  if (!whom)
    return;
  auto* here = lane::here();
  auto* actor = caf::actor_cast<caf::abstract_actor*>(whom);
  actor->enqueue(nullptr, caf::make_message_id(), std::move(what), here);
  if (here != nullptr)
    here->run();
}

template <class Handle, class Message>
void tell(const Handle& whom, Message what) {
  if (whom)
    tell(whom, caf::make_message(std::move(what)));
}

} // namespace bellwether::actors
