#pragma once

#include "simulator/answer.hpp"
#include "simulator/vendor.hpp"

#include <memory>
#include <string_view>
#include <variant>

namespace bellwether::simulator {

/// Reads and checks the bodies of Chat Completions requests. Keeps its
/// buffers, so one instance belongs to one thread.
class openai_request_reader {
public:
  openai_request_reader();
  ~openai_request_reader();

  /// The question, or the 400 that OpenAI answers. Unknown fields are fine.
  std::variant<question, http_reply> read(std::string_view body);

private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

} // namespace bellwether::simulator
