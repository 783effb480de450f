#include "domain/failover_subject.hpp"

#include <catch2/catch.hpp>

namespace bellwether::domain {

using namespace std::chrono_literals;

TEST_CASE("a budget that degrades wants cheaper candidates once",
          "[domain][failover][budget]") {
  failover_subject s{{3}};
  s.goes_to(3);
  CHECK_FALSE(s.f.wants_cheaper());
  s.is_over("web", when_exceeded::degrade);
  CHECK(s.f.wants_cheaper());
  s.f.degrade({2, 1});
  CHECK_FALSE(s.f.wants_cheaper());
  s.goes_to(2);
  s.is_over("web", when_exceeded::degrade);
  CHECK_FALSE(s.f.wants_cheaper());
  s.f.degrade({0});
  s.goes_to(1);
  s.is_over("web", when_exceeded::degrade);
  s.gives_up();
  CHECK(s.f.refused_by_budget() != nullptr);
}

TEST_CASE("a budget that refuses wants nothing cheaper",
          "[domain][failover][budget]") {
  failover_subject s{{3}};
  s.goes_to(3);
  s.is_over("web");
  CHECK_FALSE(s.f.wants_cheaper());
  s.f.degrade({0});
  s.gives_up();
  CHECK(s.f.degraded_by().empty());
}

TEST_CASE("a budget that degrades is heard among those that refuse",
          "[domain][failover][budget]") {
  failover_subject s{{3, 2}};
  s.goes_to(3);
  s.is_over("web", when_exceeded::degrade);
  s.goes_to(2);
  s.is_over("batch");
  CHECK(s.f.wants_cheaper());
  s.f.degrade({0});
  s.goes_to(0);
  CHECK(s.f.degraded_by() == "web");
}

TEST_CASE("cheaper candidates come behind all others",
          "[domain][failover][budget]") {
  failover_subject s{{3, 1}};
  s.goes_to(3);
  s.is_degraded({2, 1, 0});
  s.goes_to(1);
  s.fails(failure_class::bad_credentials);
  s.goes_to(2);
  s.fails(failure_class::bad_credentials);
  s.goes_to(0);
  s.fails(failure_class::bad_credentials);
  s.gives_up();
}

TEST_CASE("a plan that has the cheaper candidates already stays used up",
          "[domain][failover][budget]") {
  failover_subject s{{3}};
  s.goes_to(3);
  s.is_over("web", when_exceeded::degrade);
  s.gives_up();
  s.f.degrade({3});
  s.gives_up();
  CHECK_FALSE(s.f.wants_cheaper());
}

TEST_CASE("a plan that was used up goes on with cheaper candidates",
          "[domain][failover][budget]") {
  failover_subject s{{3}};
  s.goes_to(3);
  s.is_over("web", when_exceeded::degrade);
  s.gives_up();
  s.f.degrade({0});
  s.goes_to(0);
}

TEST_CASE("the caller's mistake ends a request in spite of cheaper ones",
          "[domain][failover][budget]") {
  failover_subject s{{3, 2}};
  s.goes_to(3);
  s.is_degraded({0});
  s.goes_to(2);
  s.fails(failure_class::bad_request);
  s.gives_up();
}

TEST_CASE("a request is degraded once it goes to a cheaper candidate",
          "[domain][failover][budget]") {
  failover_subject s{{2, 3, 1}};
  s.goes_to(2);
  s.is_degraded({1, 0});
  CHECK(s.f.degraded_by().empty());
  // Dearer, and payable: another budget counts there.
  s.goes_to(3);
  CHECK(s.f.degraded_by().empty());
  s.fails(failure_class::bad_credentials);
  // One that the plan had already counts as well.
  s.goes_to(1);
  CHECK(s.f.degraded_by() == "web");
  s.is_over("batch", when_exceeded::degrade);
  s.goes_to(0);
  CHECK(s.f.degraded_by() == "web");
}

TEST_CASE("cheaper candidates fail over, wait and come again as others do",
          "[domain][failover][budget]") {
  failover_subject s{{3}};
  s.goes_to(3);
  s.is_degraded({1, 0});
  s.goes_to(1);
  s.is_refused(health_state::open, 100s);
  s.goes_to(0);
  s.fails(failure_class::overloaded, 0s, 500ms);
  s.turns_to(1);
  s.is_refused(health_state::open, 100s);
  s.goes_to(0, 0s, 500ms);
  s.fails(failure_class::overloaded, 500ms, 5s);
  s.gives_up(false, 500ms);
  CHECK(s.f.failed_providers() == std::vector<std::size_t>{1, 0});
}

TEST_CASE("a cheaper candidate with a smaller window is left out as others are",
          "[domain][failover][budget]") {
  failover_subject s{{3, 1}};
  s.goes_to(3);
  s.is_degraded({2, 0});
  s.goes_to(1);
  s.fails(failure_class::context_too_long);
  s.goes_to(2);
  s.fails(failure_class::bad_credentials);
  s.gives_up();
}

TEST_CASE("a hedge is no reason to degrade", "[domain][failover][budget]") {
  failover_subject s{{3, 2}};
  s.goes_to(3);
  s.is_degraded({1, 0});
  s.goes_to(2);
  CHECK_FALSE(s.f.hedge(at(0ms)));
  s.fails(failure_class::bad_credentials);
  s.goes_to(1);
  s.is_hedged_with(0);
  CHECK(s.f.degraded_by() == "web");
}

} // namespace bellwether::domain
