#include "actors/keeper.hpp"

#include "actors/support.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <memory>

namespace bellwether::actors::test {

namespace {

using namespace std::chrono_literals;

/// A keeper of the provider one, with a folder that is gone afterwards.
class keeper_stage : public actor_stage {
public:
  keeper_stage() {
    keeper_ =
        system().spawn(keeper, keeper_config{catalog_of({"one"}), folder_, {}});
    run();
  }
  ~keeper_stage() {
    end(keeper_);
    std::filesystem::remove_all(folder_->folder());
  }
  keeper_stage(const keeper_stage&) = delete;
  keeper_stage& operator=(const keeper_stage&) = delete;

  storage::memory kept() const {
    return storage::read_memory(folder_->read(memory_file),
                                {std::chrono::steady_clock::now(),
                                 std::chrono::system_clock::now()},
                                1h)
        .what;
  }

  template <class News>
  void tell_it(News news) {
    caf::anon_send(keeper_, std::move(news));
  }

private:
  static std::filesystem::path new_folder() {
    std::string name =
        (std::filesystem::temp_directory_path() / "bellwether-keeper-XXXXXX")
            .string();
    return ::mkdtemp(name.data());
  }

  std::shared_ptr<const storage::state_dir> folder_ =
      std::make_shared<const storage::state_dir>(new_folder());
  keeper_actor keeper_;
};

provider_remembered news_of(domain::health_state state) {
  provider_remembered out;
  out.what.health.state = state;
  out.what.health.held_until = std::chrono::steady_clock::now() + 10min;
  return out;
}

} // namespace

TEST_CASE("what the keeper is told is in its file at once",
          "[actors][keeper]") {
  keeper_stage at;
  at.tell_it(news_of(domain::health_state::open));
  at.run();
  REQUIRE(at.kept().providers.contains("one"));
  CHECK(at.kept().providers["one"].health.state == domain::health_state::open);
}

TEST_CASE("the last of several news is what is kept", "[actors][keeper]") {
  keeper_stage at;
  at.tell_it(news_of(domain::health_state::open));
  at.tell_it(news_of(domain::health_state::misconfigured));
  at.run();
  CHECK(at.kept().providers["one"].health.state
        == domain::health_state::misconfigured);
}

} // namespace bellwether::actors::test
