#include "integration/harness/diagnosis.hpp"

// Catch declares its listeners behind this.
#define CATCH_CONFIG_EXTERNAL_INTERFACES
#include <catch2/catch.hpp>

namespace bellwether::integration {

namespace {

bool failed = false;

class failure_watch : public Catch::TestEventListenerBase {
public:
  using TestEventListenerBase::TestEventListenerBase;

  void sectionStarting(const Catch::SectionInfo& info) override {
    TestEventListenerBase::sectionStarting(info);
    failed = false;
  }

  bool assertionEnded(const Catch::AssertionStats& stats) override {
    failed = failed || !stats.assertionResult.isOk();
    return true;
  }
};

CATCH_REGISTER_LISTENER(failure_watch)

} // namespace

bool something_failed() {
  return failed;
}

} // namespace bellwether::integration
