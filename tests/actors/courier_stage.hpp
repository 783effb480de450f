#pragma once

#include "actors/courier.hpp"
#include "actors/support.hpp"
#include "storage/outbox_support.hpp"

#include <chrono>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace bellwether::actors::test {

inline alerts::sink_answer answer_of(int status, std::string body) {
  alerts::sink_answer out;
  out.status = status;
  out.body = std::move(body);
  return out;
}

/// A Slack that answers what the test says, in turn, and then "ok".
class fake_messenger final : public alerts::messenger {
public:
  struct sent {
    std::uint64_t alert = 0;
    domain::message_kind kind = domain::message_kind::fired;
    std::string id;
    domain::wall_time at;
    std::string subject; ///< rule and entity
  };

  fake_messenger() {
    sink_.name = "slack";
    sink_.kind = settings::sink_kind::slack;
  }

  alerts::sink_answer carry(const domain::alert_message& m,
                            const std::string& id,
                            domain::wall_time now) override {
    got.push_back({m.alert, m.kind, id, now, m.rule + " " + m.entity});
    if (meanwhile)
      std::exchange(meanwhile, nullptr)();
    if (answers.empty())
      return answer_of(200, "ok");
    auto out = answers.front();
    answers.pop_front();
    return out;
  }
  void stop() override {}
  const settings::alert_sink& sink() const override { return sink_; }

  /// From now on it is one that keeps incidents.
  void keep_incidents() { sink_.wanted.keeps_incidents = true; }

  std::vector<sent> got;
  std::deque<alerts::sink_answer> answers;
  std::function<void()> meanwhile; ///< happens once, while it is sent

private:
  settings::alert_sink sink_;
};

/// A courier with an outbox, in memory if there is no folder, and a sink.
class courier_stage : public actor_stage {
public:
  explicit courier_stage(const std::filesystem::path& folder = "")
      : began_{now()},
        outbox_{std::make_shared<storage::outbox>(folder, storage::monday)} {
    config_.carrier = carrier_;
    config_.outbox = outbox_;
    config_.board = board_;
    config_.wall_now = [this] {
      return wall_now();
    };
    config_.seed = 7;
  }
  ~courier_stage() { stop(); }
  courier_stage(const courier_stage&) = delete;
  courier_stage& operator=(const courier_stage&) = delete;

  domain::wall_time wall_now() {
    return storage::monday
           + std::chrono::duration_cast<std::chrono::milliseconds>(now()
                                                                   - began_);
  }

  courier_config& config() { return config_; }
  fake_messenger& sink() { return *carrier_; }
  storage::outbox& outbox() { return *outbox_; }
  sink_state board() const { return board_->state("slack"); }
  const courier_actor& subject() const { return actor_; }

  void start() {
    actor_ = system().spawn(courier, config_);
    run();
  }
  void stop() {
    if (actor_)
      end(actor_);
    actor_ = courier_actor{};
  }

  /// Puts messages in and tells the courier.
  void put(const std::vector<std::uint64_t>& about) {
    storage::put_messages(outbox(), "slack", about, wall_now());
    caf::anon_send(actor_, courier_wake{});
    run();
  }

  sink_test test() { return ask<sink_test>(actor_, test_sink{"slack"}); }

  /// Time passes, second by second.
  void pass(std::chrono::seconds by) {
    for (; by.count() > 0; --by)
      advance(std::chrono::seconds{1});
  }

  /// What alerts the messages were about that were sent, in turn.
  std::vector<std::uint64_t> sent() const {
    std::vector<std::uint64_t> out;
    for (const auto& each : carrier_->got)
      out.push_back(each.alert);
    return out;
  }

  storage::sink_counts counts() const { return outbox_->counts("slack"); }

private:
  domain::time_point began_;
  std::shared_ptr<fake_messenger> carrier_ = std::make_shared<fake_messenger>();
  std::shared_ptr<storage::outbox> outbox_;
  std::shared_ptr<sink_board> board_ = std::make_shared<sink_board>();
  courier_config config_;
  courier_actor actor_;
};

} // namespace bellwether::actors::test
