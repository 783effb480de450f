#include "http/gateway/ask.hpp"
#include "http/gateway/endpoints.hpp"

#include <algorithm>

namespace bellwether::http {

namespace asio = boost::asio;
using domain::health_state;

namespace {

/// A provider whose hold is over counts: the next request is let through, and
/// only requests can show that it is back.
bool can_answer(const actors::provider_report& report, domain::time_point now) {
  const auto state = report.provider.state;
  return state == health_state::closed || state == health_state::half_open
         || report.provider.held_until <= now;
}

} // namespace

asio::awaitable<void> readyz(request_context& at) {
  auto home = at.who.home().io().get_executor();
  const auto reports = co_await ask(at.with.supervisor, home);
  const auto now = std::chrono::steady_clock::now();
  const auto ready = std::ranges::count_if(
      reports, [now](const auto& report) { return can_answer(report, now); });
  const auto all = at.with.catalog->providers.size();
  reply out{.status = ready > 0 ? 200 : 503, .headers = {}, .body = {}};
  out.body = std::string{"{\"status\":\""} + (ready > 0 ? "ready" : "not ready")
             + "\",\"providers_ready\":" + std::to_string(ready)
             + ",\"providers\":" + std::to_string(all) + "}";
  if (ready == 0)
    out.headers.emplace_back("Retry-After", "5");
  co_await at.send(std::move(out));
}

} // namespace bellwether::http
