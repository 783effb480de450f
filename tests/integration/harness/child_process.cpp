#include "integration/harness/child_process.hpp"

#include "integration/harness/eventually.hpp"
#include "integration/harness/temporary_folder.hpp"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace bellwether::integration {

namespace {

constexpr int no_such_program = 127;

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> out;
  out.reserve(texts.size() + 1);
  for (const auto& text : texts)
    out.push_back(const_cast<char*>(text.c_str()));
  out.push_back(nullptr);
  return out;
}

int open_output(const std::filesystem::path& path) {
  constexpr mode_t owner_only = 0600;
  return ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
                owner_only);
}

int exit_code(int status) {
  constexpr int by_signal = 128;
  return WIFEXITED(status) ? WEXITSTATUS(status) : by_signal + WTERMSIG(status);
}

} // namespace

child_process::child_process(const std::vector<std::string>& arguments,
                             const environment& variables,
                             std::filesystem::path output)
    : output_{std::move(output)} {
  const auto argv = pointers(arguments);
  const auto envp = pointers(variables);
  const int out = open_output(output_.string() + ".out");
  const int err = open_output(output_.string() + ".err");
  const auto parent = ::getpid();
  pid_ = ::fork();
  if (pid_ == 0) {
    // The parent may be gone before the request is made.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent)
      ::_exit(no_such_program);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(err, STDERR_FILENO);
    ::execve(argv.front(), argv.data(), envp.data());
    ::_exit(no_such_program);
  }
  ::close(out);
  ::close(err);
  if (pid_ < 0)
    throw std::runtime_error{"cannot start " + arguments.front()};
}

child_process::~child_process() {
  if (code_)
    return;
  ::kill(pid_, SIGKILL);
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR)
    continue;
}

void child_process::send_signal(int number) const {
  if (!code_)
    ::kill(pid_, number);
}

std::optional<int> child_process::wait(std::chrono::milliseconds patience) {
  eventually(
      [this] {
        int status = 0;
        if (!code_ && ::waitpid(pid_, &status, WNOHANG) == pid_)
          code_ = exit_code(status);
        return code_.has_value();
      },
      patience);
  return code_;
}

std::string child_process::out() const {
  return read_file(output_.string() + ".out");
}

std::string child_process::err() const {
  return read_file(output_.string() + ".err");
}

finished run(const std::vector<std::string>& arguments,
             const environment& variables) {
  constexpr std::chrono::seconds patience{10};
  const temporary_folder folder;
  child_process child{arguments, variables, folder / "run"};
  const auto code = child.wait(patience);
  return {code.value_or(-1), child.out(), child.err()};
}

std::string read_file(const std::filesystem::path& path) {
  const std::ifstream file{path};
  std::ostringstream text;
  if (file)
    text << file.rdbuf();
  return text.str();
}

} // namespace bellwether::integration
