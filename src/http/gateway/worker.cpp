#include "http/gateway/worker.hpp"

#include "actors/lane.hpp"

#include <cstdio>
#include <utility>

namespace bellwether::http {

worker::worker(const wiring& to, caf::actor_system& system,
               std::shared_ptr<const actors::directory> actors)
    : work_{boost::asio::make_work_guard(io_)},
      deadlines_{io_},
      names_{io_},
      system_{system},
      actors_{std::move(actors)},
      random_{std::random_device{}()} {
  for (const auto& provider : to.providers)
    pools_.push_back(std::make_unique<upstream::pool>(
        io_, deadlines_, names_, provider.origin, provider.proxy,
        provider.max_idle_connections));
}

worker::~worker() {
  stop();
}

void worker::start() {
  thread_ = std::thread{[this] {
    actors::lane lane{system_};
    lane.open();
    io_.run();
  }};
}

void worker::stop() {
  work_.reset();
  io_.stop();
  if (thread_.joinable())
    thread_.join();
}

std::string worker::make_request_id() {
  char text[29];
  auto low = random_();
  std::snprintf(text, sizeof text, "req_%016llx%08llx",
                static_cast<unsigned long long>(random_()),
                static_cast<unsigned long long>(low & 0xffffffffU));
  return text;
}

} // namespace bellwether::http
