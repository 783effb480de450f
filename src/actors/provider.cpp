#include "actors/provider.hpp"

#include "actors/lane.hpp"

#include <utility>

namespace bellwether::actors {

namespace {

using provider_pointer = provider_actor::stateful_pointer<provider_state>;

permit make_permit(provider_actor self, attempt_finished admitted) {
  return permit{
      [self = std::move(self), admitted](std::optional<outcome> how) mutable {
        admitted.how = std::move(how);
        tell(self, std::move(admitted));
      }};
}

void admit(provider_pointer self, const admit_call& asked) {
  auto& progress = *asked.call->progress;
  const auto deployment = progress.current();
  auto answer = self->state.book->admit(deployment, self->clock().now());
  if (auto* admitted = std::get_if<attempt_finished>(&answer)) {
    asked.sink->deliver(
        attempt{deployment, make_permit(provider_actor{self}, *admitted)});
  } else {
    progress.refused(std::get<domain::admission>(answer));
    self->send(self->state.where->router(), dispatch_call{asked});
  }
}

} // namespace

provider_actor::behavior_type provider(provider_pointer self,
                                       std::shared_ptr<provider_book> book,
                                       std::shared_ptr<const directory> where) {
  self->state.book = std::move(book);
  self->state.where = std::move(where);
  self->state.book->restart();
  return {
      [self](const admit_call& asked) { admit(self, asked); },
      [self](const attempt_finished& attempt) {
        self->state.book->finish(attempt, self->clock().now());
      },
      [self](report_request) {
        return self->state.book->report(self->clock().now());
      },
  };
}

} // namespace bellwether::actors
