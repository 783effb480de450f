#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace fs = std::filesystem;

namespace {

/// bellwether-sim as a process of its own; killed if it outlives this.
class program {
public:
  explicit program(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), BELLWETHER_SIM);
    std::vector<char*> argv;
    argv.reserve(arguments.size() + 1);
    for (auto& a : arguments) {
      argv.push_back(a.data());
    }
    argv.push_back(nullptr);
    pid_ = ::fork();
    if (pid_ == 0) {
      ::execv(argv[0], argv.data());
      ::_exit(127);
    }
  }

  ~program() {
    if (pid_ > 0) {
      ::kill(pid_, SIGKILL);
      ::waitpid(pid_, nullptr, 0);
    }
  }

  program(const program&) = delete;
  program& operator=(const program&) = delete;

  void signal(int number) const { ::kill(pid_, number); }

  int exit_code() {
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

private:
  pid_t pid_ = -1;
};

/// The ready file's content, waited for.
nlohmann::json ready(const fs::path& file) {
  const auto deadline =
      std::chrono::steady_clock::now() + std::chrono::seconds{10};
  while (!fs::exists(file) && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  std::ifstream in{file};
  return nlohmann::json::parse(in);
}

fs::path fresh_file(const std::string& name) {
  auto file =
      fs::temp_directory_path()
      / ("bellwether-" + name + "-" + std::to_string(::getpid()) + ".json");
  fs::remove(file);
  return file;
}

} // namespace

TEST_CASE("the simulator says where it listens and ends well on a signal",
          "[simulator][program]") {
  const auto number = GENERATE(SIGINT, SIGTERM);
  const auto file = fresh_file("ready");
  program sim{{"--provider", "one", "--provider", "two:0", "--vendor-of",
               "two=google", "--admin", "127.0.0.1:0", "--ready-file", file,
               "--quiet"}};
  const auto at = ready(file);
  CHECK(at["providers"].size() == 2);
  CHECK(at["admin"]["url"].get<std::string>().starts_with("http://127.0.0.1:"));
  sim.signal(number);
  CHECK(sim.exit_code() == 0);
  fs::remove(file);
}

TEST_CASE("a port that is in use ends the simulator with 1",
          "[simulator][program]") {
  const auto file = fresh_file("taken");
  const program sim{{"--provider", "one", "--admin", "127.0.0.1:0",
                     "--ready-file", file, "--quiet"}};
  const auto port = ready(file)["providers"]["one"]["port"].get<int>();
  program second{{"--provider", "one:" + std::to_string(port), "--admin",
                  "127.0.0.1:0", "--quiet"}};
  CHECK(second.exit_code() == 1);
  fs::remove(file);
}

TEST_CASE("a wrong command line is refused", "[simulator][program]") {
  const auto* argument = GENERATE("--provider=a:99999", "--vendor-of=x=openai",
                                  "--admin=nowhere", "--unknown");
  program sim{{argument}};
  CHECK(sim.exit_code() != 0);
}
