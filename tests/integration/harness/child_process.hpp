#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace bellwether::integration {

/// "NAME=value" each; a child sees these and nothing else.
using environment = std::vector<std::string>;

/// A program that was started. It dies with this object, and with the test
/// process whatever happens to that.
class child_process {
public:
  /// Starts `arguments[0]`; standard output and error go to the files
  /// `output`.out and `output`.err.
  child_process(const std::vector<std::string>& arguments,
                const environment& variables, std::filesystem::path output);
  ~child_process();
  child_process(const child_process&) = delete;
  child_process& operator=(const child_process&) = delete;

  void send_signal(int number) const;

  /// The exit code, 128 + n after signal n, or nothing while it runs still
  /// after `patience`.
  std::optional<int> wait(std::chrono::milliseconds patience);

  pid_t pid() const { return pid_; }
  std::string out() const;
  std::string err() const;

private:
  std::filesystem::path output_;
  pid_t pid_ = -1;
  std::optional<int> code_;
};

/// How a program ended that ran to its end.
struct finished {
  int code = -1; ///< -1: it did not end in time
  std::string out;
  std::string err;
};

/// Runs a program to its end, or for ten seconds.
finished run(const std::vector<std::string>& arguments,
             const environment& variables = {});

/// What a file holds; "" if there is none.
std::string read_file(const std::filesystem::path& path);

} // namespace bellwether::integration
