#include "http/gateway/prober.hpp"

#include "actors/lane.hpp"
#include "http/gateway/make_call.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <nlohmann/json.hpp>
#include <spdlog/spdlog.h>

#include <string>
#include <thread>
#include <utility>
#include <variant>

namespace bellwether::http {

namespace asio = boost::asio;
using domain::failure;
using domain::failure_class;
using std::chrono::steady_clock;

/// Success, a failure, or nothing that could be relied upon.
struct gateway_prober::finding {
  bool told = true;
  std::optional<domain::failure> failed;
  domain::quota_report quota;
  std::optional<domain::money> cost;
  domain::usage used;
};

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

/// A key may be good for answers and not for the list of models: such a
/// refusal says nothing of what matters, and believing it would hold out a
/// provider that is well.
bool may_only_lack_a_scope(int status, std::string_view body) {
  return status == 403
         || (status == 401
             && (body.find("issing scope") != std::string_view::npos
                 || body.find("insufficient perm") != std::string_view::npos));
}

/// Whether a host that answers so to the question for its models may be well
/// all the same: not every server has such a list.
bool has_no_list(int status) {
  return status / 100 == 3 || status == 404 || status == 405 || status == 501;
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

/// Keeps an exchange where stop() finds it.
class listed {
public:
  listed(std::unordered_set<upstream::exchange*>& in, upstream::exchange& who)
      : in_{in}, who_{&who} {
    in_.insert(who_);
  }
  ~listed() { in_.erase(who_); }
  listed(const listed&) = delete;
  listed& operator=(const listed&) = delete;

private:
  std::unordered_set<upstream::exchange*>& in_;
  upstream::exchange* who_;
};

} // namespace

gateway_prober::gateway_prober(const services& with,
                               const std::vector<std::unique_ptr<worker>>& at)
    : catalog_{with.catalog}, wiring_{with.wiring}, actors_{with.actors} {
  for (const auto& home : at)
    desks_.push_back(std::make_unique<desk>(desk{home.get(), {}}));
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
  finding found;
  {
    upstream::exchange exchange{at.home->pool(provider)};
    const listed here{at.running, exchange};
    found = co_await self->ask(exchange, provider);
  }
  if (self->stopped_ || !found.told)
    co_return;
  actors::outcome how{.failed = found.failed, .quota = found.quota};
  slot.finished(std::move(how));
  self->tell(provider, found);
}

asio::awaitable<gateway_prober::finding> gateway_prober::ask(
    upstream::exchange& x, std::size_t provider) const {
  const auto& wire = wiring_->providers[provider].probe;
  auto limits = wire.limits;
  limits.deadline = steady_clock::now() + wire.timeout;
  finding out;
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

gateway_prober::finding gateway_prober::judge(const upstream::exchange& x,
                                              std::size_t provider,
                                              std::string body,
                                              bool whole) const {
  const auto& at = wiring_->providers[provider];
  const providers::answer_head head{x.status(), [&x](std::string_view name) {
                                      return x.header(name);
                                    }};
  finding out;
  if (at.probe.deployment)
    out = judge_answer(head, wiring_->deployments[*at.probe.deployment],
                       std::move(body));
  else if (head.status / 100 == 2)
    // Some hosts answer every path that they do not know with a web page.
    out.told = !whole || nlohmann::json::accept(body);
  else if (may_only_lack_a_scope(head.status, body))
    out.told = false;
  else if (!has_no_list(head.status))
    out.failed = at.chat->classify(head, body);
  out.quota = at.chat->quota(head);
  return out;
}

/// To a question of one token.
gateway_prober::finding gateway_prober::judge_answer(
    const providers::answer_head& head, const deployment_wire& from,
    std::string body) const {
  finding out;
  if (head.status / 100 != 2) {
    out.failed = from.codec->classify(head, body);
    // The host and the key are good: the model's own calls will tell of it.
    if (out.failed->what == failure_class::model_missing)
      out.failed.reset();
    return out;
  }
  const providers::decode_context context{unix_now(), "probe",
                                          from.target.upstream_model};
  auto answer = from.codec->decode(head, std::move(body), context);
  if (auto* failed = std::get_if<failure>(&answer)) {
    out.failed = std::move(*failed);
    return out;
  }
  out.used = std::get<providers::answer>(answer).usage.value_or(
      domain::usage{.prompt = 1, .completion = 1});
  const auto index =
      static_cast<std::size_t>(&from - wiring_->deployments.data());
  if (const auto& price = catalog_->deployments[index].price)
    out.cost = domain::cost_of(*price, out.used);
  return out;
}

void gateway_prober::tell(std::size_t provider, const finding& found) const {
  const auto& name = catalog_->providers[provider];
  if (found.failed)
    spdlog::info("a probe of {} failed: {}: {}", name,
                 to_string(found.failed->what), found.failed->detail);
  else
    spdlog::debug("a probe of {} succeeded", name);
  if (const auto actors = actors_.lock())
    actors::tell(actors->cost(),
                 domain::finished_probe{.provider = provider,
                                        .succeeded = !found.failed,
                                        .cost = found.cost,
                                        .used = found.used});
}

} // namespace bellwether::http
