#pragma once

#include "integration/harness/answer.hpp"
#include "integration/harness/child_process.hpp"
#include "integration/harness/temporary_folder.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace bellwether::integration {

/// bellwether-sim with the providers openai, anthropic, google and deepseek on
/// free ports.
class simulator {
public:
  simulator();

  std::string base_url(const std::string& provider) const;
  std::uint16_t port(const std::string& provider) const;

  /// Changes how a provider behaves; what is not named is as at the start.
  void behave(const std::string& provider, const json& behavior) const;

  /// The same for all providers.
  void behave(const json& behavior) const;

  /// Gives a provider the fault: a name, or an object with a "kind".
  void fail(const std::string& provider, const json& fault) const;
  void fail(const json& fault) const;
  void recover(const std::string& provider) const;

  /// The requests with a body that reached the provider, oldest first.
  std::vector<json> journal(const std::string& provider) const;
  json last(const std::string& provider) const;

  /// How many requests reached the provider; "": all of them.
  std::size_t requests(const std::string& provider = {}) const;

  std::size_t open_connections(const std::string& provider) const;

  /// The simulator's own clock, as in its journal.
  double now_ms() const;

  static const std::vector<std::string>& providers();

private:
  answer admin(const std::string& method, const std::string& path,
               const std::string& body = {}) const;

  temporary_folder folder_;
  child_process process_;
  json addresses_;
};

/// The JSON of a ready file, once `process` has written it. Throws with the
/// process's messages if it does not.
json await_ready_file(const std::filesystem::path& file,
                      child_process& process);

} // namespace bellwether::integration
