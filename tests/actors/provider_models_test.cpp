// Several models at one provider.
#include "actors/provider_book.hpp"
#include "actors/support.hpp"

#include <catch2/catch.hpp>

#include <variant>

namespace bellwether::actors::test {

namespace {

using namespace std::chrono_literals;
using domain::failure_class;
using domain::health_state;

/// A provider with the models bad and good.
struct two_models {
  domain::time_point now = domain::time_point::clock::now();
  provider_book book{config(), now};

  static provider_config config() {
    auto catalog = *catalog_of({"bad", "good"});
    catalog.providers = {"one"};
    catalog.deployments[1].provider = 0;
    return provider_of(std::make_shared<const domain::catalog>(catalog), 0, 10);
  }

  void ends(std::size_t deployment, std::optional<failure_class> what) {
    auto slot =
        std::get<attempt_finished>(book.admit({.deployment = deployment}, now));
    slot.how.emplace();
    if (what)
      slot.how->failed = failure_of(*what);
    book.finish(slot, now);
  }
  health_state provider() const { return book.report(now).provider.state; }
  health_state model(std::size_t i) const {
    return book.report(now).models.at(i).state;
  }
};

} // namespace

TEST_CASE("a broken model does not take its neighbours down",
          "[actors][provider]") {
  two_models at;
  at.ends(1, std::nullopt);
  const auto what =
      GENERATE(failure_class::server_error, failure_class::bad_answer,
               failure_class::truncated);
  for (int i = 0; i < 3; ++i)
    at.ends(0, what);
  CHECK(at.model(0) == health_state::open);
  CHECK(at.model(1) == health_state::closed);
  CHECK(at.provider() == health_state::closed);
  at.ends(1, std::nullopt);
}

TEST_CASE("a provider of which no model answers is down",
          "[actors][provider]") {
  two_models at;
  SECTION("nothing was heard of the other one") {}
  SECTION("nothing lately") {
    at.ends(1, std::nullopt);
    at.now += 31s;
  }
  for (int i = 0; i < 3; ++i)
    at.ends(0, failure_class::server_error);
  CHECK(at.provider() == health_state::open);
}

TEST_CASE("a host that cannot be reached is down for all its models",
          "[actors][provider]") {
  two_models at;
  at.ends(1, std::nullopt);
  for (int i = 0; i < 3; ++i)
    at.ends(0, failure_class::unreachable);
  CHECK(at.provider() == health_state::open);
}

} // namespace bellwether::actors::test
