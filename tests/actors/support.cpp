#include "actors/support.hpp"

#include <spdlog/spdlog.h>

#include <utility>

namespace bellwether::actors::test {

namespace {

class keeping_sink final : public directive_sink {
public:
  explicit keeping_sink(std::shared_ptr<std::optional<directive>> to)
      : to_{std::move(to)} {}
  ~keeping_sink() override { keep(unanswered{}); }

  void deliver(directive d) override { keep(std::move(d)); }

private:
  void keep(directive d) {
    if (!std::exchange(answered_, true))
      to_->emplace(std::move(d));
  }

  std::shared_ptr<std::optional<directive>> to_;
  bool answered_ = false;
};

} // namespace

actor_stage::config::config() {
  add_message_types<caf::id_block::bellwether>();
  set("scheduler.policy", caf::atom("testing"));
}

actor_stage::actor_stage()
    : coordinator_{
        dynamic_cast<caf::scheduler::test_coordinator&>(system_.scheduler())} {
  spdlog::set_level(spdlog::level::off);
}

void actor_stage::run() {
  while (coordinator_.try_run_once())
    continue;
}

void actor_stage::advance(std::chrono::milliseconds by) {
  coordinator_.advance_time(by);
  run();
}

std::shared_ptr<directive_sink> inbox::sink() {
  return std::make_shared<keeping_sink>(kept_);
}

std::shared_ptr<const domain::catalog> catalog_of(
    const std::vector<std::string>& names) {
  auto out = std::make_shared<domain::catalog>();
  out->providers = names;
  for (std::size_t i = 0; i < names.size(); ++i) {
    domain::deployment d;
    d.name = names[i];
    d.provider = i;
    out->deployments.push_back(std::move(d));
  }
  out->routes["all"] = {domain::strategy::listed, names, {}, std::nullopt};
  return out;
}

std::shared_ptr<call> call_of(const std::string& route,
                              domain::time_point deadline) {
  auto out = std::make_shared<call>();
  out->facts.model = route;
  out->deadline = deadline;
  return out;
}

provider_config provider_of(std::shared_ptr<const domain::catalog> catalog,
                            std::size_t index, std::size_t most) {
  provider_config out;
  out.catalog = std::move(catalog);
  out.index = index;
  out.concurrency.most = most;
  out.concurrency.least = 1;
  out.health.hold = {std::chrono::seconds{1}, std::chrono::seconds{1}};
  out.health.rate_limit_hold = out.health.hold;
  out.health.slow_start = {};
  out.probe.kind = domain::probe_kind::off;
  out.seed = 1;
  return out;
}

domain::failure failure_of(domain::failure_class what) {
  return {.what = what, .detail = "as the test wants it"};
}

void succeed(attempt& at) {
  at.permit.finished({});
}

void fail(attempt& at, const domain::failure& why) {
  at.permit.finished({.failed = why});
}

} // namespace bellwether::actors::test
