#include "http/gateway/worker.hpp"

#include "actors/lane.hpp"

#include <cstdint>
#include <string_view>
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
  constexpr std::string_view hexadecimal = "0123456789abcdef";
  constexpr unsigned digits = 24;
  constexpr unsigned digits_of_a_draw = 16;
  std::string out = "req_";
  out.reserve(out.size() + digits);
  std::uint64_t drawn = 0;
  for (unsigned i = 0; i < digits; ++i) {
    drawn = i % digits_of_a_draw == 0 ? random_() : drawn / hexadecimal.size();
    out += hexadecimal[drawn % hexadecimal.size()];
  }
  return out;
}

} // namespace bellwether::http
