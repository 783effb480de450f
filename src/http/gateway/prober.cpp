#include "http/gateway/prober.hpp"

#include "actors/lane.hpp"
#include "http/gateway/drill_edge.hpp"
#include "http/gateway/make_call.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <string>
#include <thread>
#include <utility>
#include <variant>

namespace bellwether::http {

namespace asio = boost::asio;
using domain::failure;
using domain::failure_class;
using std::chrono::steady_clock;

namespace {

/// Of a list of models, or of an error. What is longer is not read.
constexpr std::size_t most_bytes = std::size_t{1} << 20U;

/// The beginning of a body, and whether that is all of it.
struct read_body {
  std::string text;
  bool whole = false;
};

asio::awaitable<std::variant<read_body, failure>> read(upstream::exchange& x) {
  read_body out;
  while (out.text.size() <= most_bytes) {
    auto part = co_await x.read_some();
    if (auto* failed = std::get_if<failure>(&part))
      co_return std::move(*failed);
    const auto bytes = std::get<std::string_view>(part);
    if (bytes.empty()) {
      out.whole = true;
      break;
    }
    out.text += bytes;
  }
  co_return std::move(out);
}

/// The probe's own time is the provider's failure, not a caller's deadline.
failure as_time_out(failure why, std::chrono::milliseconds limit) {
  if (why.what == failure_class::deadline_passed) {
    why.what = failure_class::timed_out;
    why.detail = "a probe was not answered within "
                 + std::to_string(limit.count()) + " ms";
  }
  return why;
}

/// Keeps what runs where stop() finds it.
template <class What>
class listed {
public:
  listed(std::unordered_set<What*>& in, What& who) : in_{in}, who_{&who} {
    in_.insert(who_);
  }
  ~listed() { in_.erase(who_); }
  listed(const listed&) = delete;
  listed& operator=(const listed&) = delete;

private:
  std::unordered_set<What*>& in_;
  What* who_;
};

} // namespace

gateway_prober::gateway_prober(const services& with,
                               const std::vector<std::unique_ptr<worker>>& at)
    : catalog_{with.catalog},
      wiring_{with.wiring},
      drills_{with.drills},
      ledger_{with.ledger},
      actors_{with.actors} {
  for (const auto& home : at)
    desks_.push_back(std::make_unique<desk>(desk{home.get(), {}, {}}));
}

void gateway_prober::probe(std::size_t provider, actors::permit slot) {
  const std::lock_guard lock{mutex_};
  if (stopped_ || desks_.empty())
    return;
  auto& at = *desks_[turn_++ % desks_.size()];
  ++running_;
  // Posted: the caller is an actor, which may run on this very thread.
  asio::post(at.home->io(), [self = shared_from_this(), &at, provider,
                             slot = std::move(slot)]() mutable {
    auto& io = at.home->io();
    auto work = run(self, at, provider, std::move(slot));
    asio::co_spawn(io, std::move(work),
                   [self](const std::exception_ptr&) { --self->running_; });
  });
}

void gateway_prober::stop(std::chrono::milliseconds patience) {
  constexpr std::chrono::milliseconds look_again{2};
  {
    const std::lock_guard lock{mutex_};
    stopped_ = true;
    for (auto& each : desks_)
      asio::post(each->home->io(), [self = shared_from_this(), &at = *each] {
        for (auto* exchange : at.running)
          exchange->cancel(failure_class::caller_gone);
        for (auto* edge : at.drilled)
          edge->cancel(failure_class::caller_gone);
      });
  }
  const auto end = steady_clock::now() + patience;
  while (running_ > 0 && steady_clock::now() < end)
    std::this_thread::sleep_for(look_again);
}

asio::awaitable<void> gateway_prober::run(std::shared_ptr<gateway_prober> self,
                                          desk& at, std::size_t provider,
                                          actors::permit slot) {
  if (self->stopped_)
    co_return;
  const auto found = co_await self->ask(at, provider);
  if (self->stopped_ || !found.told)
    co_return;
  actors::outcome how{.failed = found.failed, .quota = found.quota};
  slot.finished(std::move(how));
  self->tell(provider, found);
}

asio::awaitable<probe_finding> gateway_prober::ask(desk& at,
                                                   std::size_t provider) const {
  const auto& wire = wiring_->providers[provider].probe;
  auto limits = wire.limits;
  limits.deadline = steady_clock::now() + wire.timeout;
  probe_finding out;
  out.failed = co_await meet_drill(at, provider, limits);
  if (out.failed)
    co_return out;
  upstream::exchange x{at.home->pool(provider)};
  const listed here{at.running, x};
  out.failed = co_await x.start(wire.head, wire.body, limits);
  if (!out.failed) {
    auto answer = co_await read(x);
    if (auto* all = std::get_if<read_body>(&answer))
      out = judge(x, provider, std::move(all->text), all->whole);
    else
      out.failed = std::get<failure>(std::move(answer));
  }
  if (out.failed)
    out.failed = as_time_out(std::move(*out.failed), wire.timeout);
  co_return out;
}

/// A probe that did better than the calls would end a drill's outage.
asio::awaitable<std::optional<failure>> gateway_prober::meet_drill(
    desk& at, std::size_t provider, upstream::exchange_limits& limits) const {
  if (!drills_->running())
    co_return std::nullopt;
  const auto order = draw_fault(*drills_, provider);
  const auto wire = std::ranges::find(wiring_->deployments, provider,
                                      &deployment_wire::provider_index);
  if (!order || wire == wiring_->deployments.end())
    co_return std::nullopt;
  drill_edge edge{*at.home, *order};
  const listed here{at.drilled, edge};
  const providers::decode_context context{unix_now(), "probe",
                                          wire->target.upstream_model};
  auto failed = co_await edge.meet(*wire, context, false, limits);
  if (failed)
    failed = as_time_out(std::move(*failed),
                         wiring_->providers[provider].probe.timeout);
  co_return failed;
}

probe_finding gateway_prober::judge(const upstream::exchange& x,
                                    std::size_t provider, std::string body,
                                    bool whole) const {
  const auto& at = wiring_->providers[provider];
  const providers::answer_head head{x.status(), [&x](std::string_view name) {
                                      return x.header(name);
                                    }};
  probe_finding out;
  if (const auto deployment = at.probe.deployment)
    out = judge_completion(wiring_->deployments[*deployment],
                           catalog_->deployments[*deployment].price, head,
                           std::move(body));
  else
    out = judge_list(at, head, body, whole);
  out.quota = at.chat->quota(head);
  return out;
}

/// In the ledger is what cost something: a list of models is free.
void gateway_prober::set_down(std::size_t provider,
                              const probe_finding& found) const {
  const auto deployment = wiring_->providers[provider].probe.deployment;
  if (!deployment || found.used.total() == 0)
    return;
  domain::ledger_entry entry;
  entry.at = std::chrono::floor<std::chrono::milliseconds>(
      std::chrono::system_clock::now());
  entry.who.provider = catalog_->providers[provider];
  entry.who.model = catalog_->deployments[*deployment].name;
  entry.used = found.used;
  entry.cost = found.cost.value_or(domain::money{});
  entry.priced = found.cost.has_value();
  entry.estimated = found.estimated;
  entry.outcome = domain::entry_outcome::probe;
  if (found.failed)
    entry.failure = to_string(found.failed->what);
  ledger_->settle(entry);
}

void gateway_prober::tell(std::size_t provider,
                          const probe_finding& found) const {
  const auto& name = catalog_->providers[provider];
  if (found.failed)
    spdlog::info("a probe of {} failed: {}: {}", name,
                 to_string(found.failed->what), found.failed->detail);
  else
    spdlog::debug("a probe of {} succeeded", name);
  set_down(provider, found);
  if (const auto actors = actors_.lock())
    actors::tell(actors->cost(),
                 domain::finished_probe{.provider = provider,
                                        .succeeded = !found.failed,
                                        .cost = found.cost,
                                        .used = found.used});
}

} // namespace bellwether::http
