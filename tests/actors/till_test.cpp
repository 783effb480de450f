#include "actors/till_stage.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <thread>

namespace bellwether::actors::test {

using domain::money;
using domain::when_exceeded;

TEST_CASE("what an attempt is likely to cost is set aside until it has ended",
          "[actors][till]") {
  till_stage at{{rule(10)}};
  auto got = at.pay();
  CHECK(got.amount() == money::usd(1));
  CHECK(got.expected().completion == 1'000);
  CHECK(at.standing().reserved == money::usd(1));
  at.settle(got, 0.25);
  at.settle(got, 5);
  CHECK(at.standing().reserved == money{});
  CHECK(at.standing().spent == money::usd(0.25));
}

TEST_CASE("a reservation that is dropped gives its money back",
          "[actors][till]") {
  till_stage at{{rule(10)}};
  {
    auto got = at.pay();
    const auto moved = std::move(got);
    CHECK(at.standing().reserved == money::usd(1));
  }
  CHECK(at.standing().reserved == money{});
  auto kept = at.pay();
  kept = at.pay(1);
  CHECK(at.standing().reserved == money::usd(0.1));
  CHECK(at.standing().spent == money{});
}

TEST_CASE("what does not fit is refused, and nothing is set aside for it",
          "[actors][till]") {
  till_stage at{{rule(0.5)}};
  const auto answer = at.ask(0);
  REQUIRE(std::holds_alternative<domain::budget_refusal>(answer));
  const auto& why = std::get<domain::budget_refusal>(answer);
  CHECK(why.budget == "test");
  CHECK(why.model == "dear");
  CHECK(why.wanted == money::usd(1));
  CHECK(at.standing().reserved == money{});
  CHECK(at.pay(1).amount() == money::usd(0.1));
}

TEST_CASE("a model without a price is refused where money is bounded",
          "[actors][till]") {
  using reason = domain::budget_refusal::reason;
  till_stage hard{{rule(10)}};
  CHECK(std::get<domain::budget_refusal>(hard.ask(2)).why == reason::unpriced);
  till_stage soft{{rule(10, when_exceeded::alert)}};
  CHECK(soft.pay(2).amount() == money{});
}

TEST_CASE("a month's end brings a whole budget, and counts what ends in it",
          "[actors][till]") {
  till_stage at{{rule(1.5)}};
  auto first = at.pay();
  at.settle(first, 1);
  CHECK(std::holds_alternative<domain::budget_refusal>(at.ask(0)));
  at.now = std::chrono::sys_days{std::chrono::year{2026} / 12 / 1};
  auto next = at.pay();
  CHECK(at.standing().spent == money{});
  at.settle(next, 0.75);
  CHECK(at.standing().spent == money::usd(0.75));
}

TEST_CASE("counted answers teach lengths and the estimator, others do not",
          "[actors][till]") {
  till_stage at{{}};
  for (std::size_t i = 0; i < domain::output_lengths::least_samples; ++i) {
    auto got = at.pay();
    at.settle(got, 0);
  }
  auto guessed = at.pay();
  CHECK(guessed.expected().completion == 10);
  settlement what;
  what.used.completion = 5'000;
  what.estimated = true;
  guessed.settle(what, "all", at.now);
  CHECK(at.pay().expected().completion == 10);

  auto counted = at.pay();
  what = {.cost = {}, .used = {.prompt = 10}, .prompt_bytes = 48};
  counted.settle(what, "all", at.now);
  const auto known = at.subject->families().at(domain::model_family::other);
  CHECK(known.prompt.samples() == 1);
  CHECK(known.prompt.bias_percent() == Approx(20));
  CHECK(known.completion.samples() == 0);
}

TEST_CASE("vectors are expected to have no answer", "[actors][till]") {
  till_stage at{{}};
  at.facts.task = domain::task::embeddings;
  at.facts.prompt_chars = 40;
  CHECK(at.pay().expected() == domain::usage{.prompt = 10});
}

TEST_CASE("what happens to a budget is told once, without a lock held",
          "[actors][till]") {
  till_stage at{{rule(10, when_exceeded::alert)}};
  int told = 0;
  at.subject->on_events([&] { told += at.subject->rules().empty() ? 0 : 1; });
  auto got = at.pay();
  at.settle(got, 5.5);
  CHECK(told == 1);
  CHECK(at.subject->take_events().size() == 1);
  CHECK(at.subject->take_events().empty());
  at.subject->on_events(nullptr);
  at.subject->spend({}, money::usd(3), at.now);
  CHECK(told == 1);
  CHECK(at.subject->take_events().size() == 1);
}

TEST_CASE("other rules keep what was spent and set aside", "[actors][till]") {
  till_stage at{{rule(10)}};
  auto got = at.pay();
  at.subject->spend({}, money::usd(2), at.now);
  at.subject->replace({rule(2.5)});
  CHECK(at.standing().rule.limit == money::usd(2.5));
  CHECK(at.standing().spent == money::usd(2));
  CHECK(std::holds_alternative<domain::budget_refusal>(at.ask(1)));
  at.settle(got, 0.1);
  CHECK(at.pay(1).amount() == money::usd(0.1));
}

TEST_CASE("callers on many threads do not spend more than there is",
          "[actors][till]") {
  constexpr int callers = 8;
  constexpr int asked = 200;
  till_stage at{{rule(100.5)}};
  std::atomic<int> paid = 0;
  {
    std::vector<std::jthread> threads;
    threads.reserve(callers);
    for (int t = 0; t < callers; ++t)
      threads.emplace_back([&] {
        for (int i = 0; i < asked; ++i) {
          auto answer = at.ask(0);
          if (auto* got = std::get_if<reservation>(&answer)) {
            at.settle(*got, 1, 1'000);
            ++paid;
          }
        }
      });
  }
  CHECK(paid == 100);
  CHECK(at.standing().spent == money::usd(100));
  CHECK(at.standing().reserved == money{});
}

} // namespace bellwether::actors::test
