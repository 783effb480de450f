#include "actors/keeper.hpp"

#include <spdlog/spdlog.h>

#include <chrono>
#include <exception>
#include <utility>

namespace bellwether::actors {

namespace {

using keeper_pointer = keeper_actor::stateful_pointer<keeper_state>;

void write(keeper_state& state) {
  if (!std::exchange(state.dirty, false))
    return;
  const storage::moment now{std::chrono::steady_clock::now(),
                            std::chrono::system_clock::now()};
  try {
    state.config.folder->write(memory_file,
                               storage::write_memory(state.config.memory, now));
    if (std::exchange(state.failing, false))
      spdlog::info("the providers' health is kept again");
  } catch (const std::exception& fault) {
    if (!std::exchange(state.failing, true))
      spdlog::error("the providers' health is not kept over a restart: {}",
                    fault.what());
  }
}

void soil(keeper_pointer self) {
  if (!std::exchange(self->state.dirty, true))
    self->send(self, write_memory{});
}

} // namespace

keeper_actor::behavior_type keeper(keeper_pointer self, keeper_config config) {
  self->state.config = std::move(config);
  self->set_exit_handler([self](const caf::exit_msg& why) {
    write(self->state);
    self->quit(why.reason);
  });
  return {
      [self](const provider_remembered& news) {
        auto& known = self->state.config;
        known.memory.providers[known.catalog->providers.at(news.provider)] =
            news.what;
        soil(self);
      },
      [self](const std::vector<domain::availability_hour>& hours) {
        self->state.config.memory.hours = hours;
        soil(self);
      },
      [self](write_memory) { write(self->state); },
  };
}

} // namespace bellwether::actors
