// What of an attempt is written to the ledger and told to the budgets.
#include "http/gateway/attempt_account.hpp"

#include "http/gateway/caller_access.hpp"
#include "storage/ledger_record.hpp"

#include <catch2/catch.hpp>

namespace bellwether::http {

using namespace std::chrono_literals;
using domain::entry_outcome;
using domain::money;

namespace {

constexpr std::size_t cheap = 0;
constexpr std::size_t dear = 1;
constexpr std::size_t free_of_price = 2;
constexpr std::size_t vectors = 3;

domain::deployment model(std::string name, std::optional<std::int64_t> dollars,
                         domain::task task = domain::task::chat) {
  domain::deployment out;
  out.name = std::move(name);
  out.task = task;
  out.family = domain::model_family::anthropic;
  if (dollars)
    out.price = domain::price::flat(money::nanos(*dollars * 1'000'000'000));
  return out;
}

const std::shared_ptr<const domain::time_zone> utc{
    std::shared_ptr<const void>{}, &domain::utc()};

/// Of everything that was ever spent.
domain::budget everything() {
  domain::budget out;
  out.name = "all";
  out.limit = money::usd(1);
  out.period.kind = domain::period_kind::none;
  out.action = domain::when_exceeded::alert;
  return out;
}

/// An attempt at one of the models above, and everything that it tells.
struct bench {
  explicit bench(std::size_t deployment = cheap,
                 storage::journal_limits limits = {},
                 const domain::budget& watch = everything())
      : journal{std::make_shared<storage::journal>(limits)} {
    domain::catalog models;
    models.providers = {"anthropic"};
    models.deployments = {model("cheap", 2), model("dear", 10),
                          model("unpriced", std::nullopt),
                          model("vectors", 1, domain::task::embeddings)};
    auto wires = std::make_shared<wiring>();
    wires->dearest_chat = dear;
    with.settings = settings;
    with.catalog = std::make_shared<const domain::catalog>(std::move(models));
    with.till = std::make_shared<actors::till>(
        with.catalog, domain::budget_book{{watch}, utc},
        domain::output_lengths{});
    with.wiring = wires;
    with.keys = std::make_shared<const actors::key_board>();
    with.ledger = std::make_shared<storage::ledger_writer>(journal);
    with.access = std::make_shared<caller_access>(
        with.keys, settings::anonymous_callers::loopback);
    call.id = "req_1";
    call.facts.model = "auto";
    call.facts.prompt_chars = 700;
    call.facts.metadata = R"({"job":"7"})";
    call.sender.key = "web";
    call.sender.team = "shop";
    account.emplace(with, call, deployment);
  }

  domain::budget_report standing() const {
    return with.till
        ->report(std::chrono::floor<std::chrono::milliseconds>(
            std::chrono::system_clock::now()))
        .at(0);
  }

  std::vector<storage::ledger_record> written() const {
    std::vector<storage::ledger_record> out;
    for (const auto& each : journal->read_after(0, 1000))
      out.push_back(storage::decode(each.bytes).value());
    return out;
  }
  domain::ledger_entry entry() const {
    return std::get<domain::ledger_entry>(written().at(1));
  }

  std::shared_ptr<settings::settings> settings =
      std::make_shared<settings::settings>();
  std::shared_ptr<storage::journal> journal;
  services with;
  received_call call;
  std::optional<attempt_account> account;
};

} // namespace

TEST_CASE("an attempt is promised to the ledger before it is made",
          "[http][account]") {
  bench at;
  REQUIRE_FALSE(at.account->open(2));
  REQUIRE(at.written().size() == 1);
  const auto promised =
      std::get<domain::ledger_reservation>(at.written().front());
  CHECK(promised.request_id == "req_1");
  CHECK(promised.attempt == 2);
  CHECK(promised.who
        == domain::spender{"web", "shop", "auto", "anthropic", "cheap"});
  CHECK(promised.expected == domain::usage{.prompt = 200, .completion = 4000});
  CHECK(promised.amount == money::nanos(4200 * 2'000));
  CHECK(at.standing().reserved == promised.amount);
  CHECK(promised.metadata == R"({"job":"7"})");
  CHECK(at.standing().spent == money{});
}

TEST_CASE("an answer is charged as reported, once", "[http][account]") {
  bench at;
  REQUIRE_FALSE(at.account->open(1));
  const attempt_end end{.used = {.prompt = 100, .completion = 50},
                        .answer_bytes = 170,
                        .latency = 3ms,
                        .first_token = 1500us};
  at.account->settle(end);
  at.account->settle({.how = entry_outcome::cancelled});
  REQUIRE(at.written().size() == 2);
  const auto entry = at.entry();
  CHECK(entry.reservation == 1);
  CHECK(entry.who
        == domain::spender{"web", "shop", "auto", "anthropic", "cheap"});
  CHECK(entry.cost == money::nanos(150 * 2'000));
  CHECK(entry.dearest == money::nanos(150 * 10'000));
  CHECK(entry.outcome == entry_outcome::answered);
  CHECK(entry.priced);
  CHECK_FALSE(entry.estimated);
  CHECK(entry.latency == 3ms);
  CHECK(entry.first_token == 1500us);
  CHECK(entry.metadata == R"({"job":"7"})");
  CHECK(at.standing().spent == entry.cost);
  CHECK(at.standing().reserved == money{});
  const auto known =
      at.with.till->families().at(domain::model_family::anthropic);
  CHECK(known.prompt.samples() == 1);
  CHECK(known.completion.samples() == 1);
}

TEST_CASE("nothing of an attempt before stays in the next one's entry",
          "[http][account]") {
  bench first;
  REQUIRE_FALSE(first.account->open(1));
  first.account->settle({.how = entry_outcome::failed,
                         .estimated = true,
                         .failure = "timed_out",
                         .first_token = 5ms});
  bench second{dear};
  second.call.facts.metadata.clear();
  REQUIRE_FALSE(second.account->open(1));
  second.account->settle({});
  const auto entry = second.entry();
  CHECK(entry.failure.empty());
  CHECK_FALSE(entry.first_token);
  CHECK_FALSE(entry.estimated);
  CHECK(entry.metadata.empty());
  CHECK(entry.who.model == "dear");
}

TEST_CASE("only answers are compared with the dearest model",
          "[http][account]") {
  const attempt_end used{.used = {.prompt = 10}};
  SECTION("what did not answer is not") {
    bench at;
    REQUIRE_FALSE(at.account->open(1));
    at.account->settle({.how = entry_outcome::broken, .used = used.used});
    CHECK(at.entry().cost == money::nanos(20'000));
    CHECK(at.entry().dearest == money{});
  }
  SECTION("what has no price is not, and costs nothing") {
    bench at{free_of_price};
    REQUIRE_FALSE(at.account->open(1));
    at.account->settle(used);
    CHECK_FALSE(at.entry().priced);
    CHECK(at.entry().cost == money{});
    CHECK(at.entry().dearest == money{});
  }
  SECTION("vectors could have come from no other model") {
    bench at{vectors};
    REQUIRE_FALSE(at.account->open(1));
    at.account->settle(used);
    CHECK(at.entry().dearest == at.entry().cost);
    CHECK(at.entry().cost == money::nanos(10'000));
  }
}

TEST_CASE("a ledger without room stops the attempt if so configured",
          "[http][account]") {
  bench at{cheap, {4096, 2}};
  while (at.with.ledger->reserve({}) != 0) {
  }
  at.settings->ledger.refuse_on_failure = GENERATE(false, true);
  const bool refuses = at.settings->ledger.refuse_on_failure;
  const auto why = at.account->open(1);
  CHECK(why.has_value() == refuses);
  CHECK((!why || std::holds_alternative<ledger_unavailable>(*why)));
  CHECK(at.account->is_open() != refuses);
  CHECK((at.standing().reserved == money{}) == refuses);
  at.account->settle({.used = {.prompt = 100}});
  CHECK(at.standing().reserved == money{});
  CHECK((at.standing().spent == money{}) == refuses);
}

TEST_CASE("an attempt that no budget pays is not promised to anybody",
          "[http][account]") {
  auto tight = everything();
  tight.action = domain::when_exceeded::refuse;
  tight.limit = money::nanos(1);
  bench at{cheap, {}, tight};
  const auto why = at.account->open(1);
  REQUIRE(why);
  CHECK(std::get<domain::budget_refusal>(*why).budget == "all");
  CHECK(at.written().empty());
  CHECK_FALSE(at.account->is_open());
}

TEST_CASE("an attempt that is dropped gives its money back",
          "[http][account]") {
  bench at;
  REQUIRE_FALSE(at.account->open(1));
  at.account.reset();
  CHECK(at.standing().reserved == money{});
  CHECK(at.standing().spent == money{});
}

TEST_CASE("tokens are estimated as the model's family makes them",
          "[http][account]") {
  const bench at;
  CHECK(at.account->estimate(35)
        == domain::usage{.prompt = 200, .completion = 10});
}

} // namespace bellwether::http
