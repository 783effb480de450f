#pragma once

#include "integration/harness/daemon_under_test.hpp"
#include "integration/harness/http.hpp"
#include "integration/harness/raw_client.hpp"
#include "integration/harness/simulator.hpp"

#include <string>

namespace bellwether::integration {

/// A configuration of the simulated providers with the tutorial's models and
/// the routes `auto` (complexity), `pair` (gpt-4.1 at openai, then
/// claude-sonnet-4.5 at anthropic) and `alone` (gpt-4.1). Nobody is asked
/// twice for one request, nobody is probed, nothing outlives the daemon, and a
/// provider that is back gets all its traffic at once. `changes` is merged into
/// it (RFC 7396).
json configuration_for(const simulator& sim,
                       const json& changes = json::object());

/// A chat request's body for `model`; `more` is merged into it.
json chat_body(const std::string& model, const json& more = json::object());

/// A daemon in front of simulated providers.
struct stage {
  explicit stage(const json& changes = json::object(),
                 const environment& variables = {},
                 json (*configuration)(const simulator&,
                                       const json&) = configuration_for)
      : daemon{configuration(sim, changes), variables} {}
  /// Prints the daemon's log if the test failed.
  ~stage();
  stage(const stage&) = delete;
  stage& operator=(const stage&) = delete;

  simulator sim;
  daemon_under_test daemon;

  /// POST of a JSON body to the data plane.
  answer post(const std::string& path, const json& body,
              const header_list& headers = {}) const;

  /// A plain chat completion.
  answer chat(const std::string& model,
              const json& more = json::object()) const;

  /// A chat completion as a stream, read to its end.
  answer stream(const std::string& model,
                const json& more = json::object()) const;
};

/// The bytes of a streaming chat request of a client that takes trailers.
std::string stream_request(const std::string& model,
                           const json& more = json::object());

} // namespace bellwether::integration
