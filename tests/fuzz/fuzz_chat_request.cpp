#include "providers/chat_request.hpp"
#include "providers/openai_codec.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace bellwether;
using namespace bellwether::providers;

namespace {

void require(bool holds) {
  if (!holds)
    std::abort();
}

void check_encoded(const codec& openai, std::string_view body, bool stream) {
  constexpr std::int64_t limit = 50;
  const auto encoded = openai.encode(body, {"up\"stream", limit}, stream);
  const auto again = read_chat_request(encoded);
  const auto* facts = std::get_if<domain::request_facts>(&again);
  require(facts != nullptr);
  require(facts->model == "up\"stream");
  require(!stream || facts->wants_usage);
  require(!facts->max_output_tokens || *facts->max_output_tokens <= limit);
}

} // namespace

// A body that was accepted is still acceptable after the rewrite, and says what
// the rewrite wants.
// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's own name.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes,
                                      std::size_t size) {
  static const auto openai = make_openai_codec();
  const std::string_view body(reinterpret_cast<const char*>(bytes), size);
  const auto read = read_chat_request(body);
  if (const auto* problem = std::get_if<request_problem>(&read)) {
    require(!problem->message.empty());
    return 0;
  }
  check_encoded(*openai, body, false);
  check_encoded(*openai, body, true);
  return 0;
}
