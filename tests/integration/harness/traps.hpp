#pragma once

#include "integration/harness/native.hpp"

#include <string>
#include <vector>

namespace bellwether::integration {

/// The native configuration and two compatible servers beside it: `local` is
/// at the provider `compatible` (the simulated openai), `gemini-2.5-pro` and
/// `gemini-3-pro-preview` at `google-compatible` (Google's compatible path).
/// `r1` is deepseek-chat as a model that refuses its reasoning back.
/// A route `from-MODEL` begins with the model and goes on elsewhere.
json trap_configuration(const simulator& sim,
                        const json& changes = json::object());

struct trap_stage : stage {
  explicit trap_stage(const json& changes = json::object())
      : stage{changes, {}, trap_configuration} {}
};

/// The models whose providers speak these formats: `o`penAI, `a`nthropic and
/// `g`emini; "oag" are all.
std::vector<std::string> models_of(std::string_view formats);

/// The simulated provider that answers for the model.
std::string simulated_by(const std::string& model);

/// Gives the model's provider these quirks, and answers of three tokens.
void be_odd(const stage& at, const std::string& model, json quirks,
            json more = json::object());

/// A request that only says hello.
json hello(const std::string& model);

/// A request that has `count` and `add` called at once.
json call_both(const std::string& model);

/// The message's text; "" if it has none.
std::string text_of(const json& message);

/// `body` with the message and a result for each of its calls behind it: 0, 1
/// and so on.
json with_results(json body, json message);

/// Checks that an answer or each chunk of a stream has OpenAI's strict shape.
void check_strict(const answer& got);

} // namespace bellwether::integration
