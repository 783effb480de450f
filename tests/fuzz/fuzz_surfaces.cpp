#include "fuzz/require.hpp"
#include "providers/json_dom.hpp"
#include "surfaces/surface.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <string>

using namespace bellwether;
using bellwether::fuzz::require;

namespace {

bool is_json(const std::string& text) {
  return providers::parse_json(text).error() == simdjson::SUCCESS;
}

void check(const surfaces::surface& api, const std::string& body) {
  auto opened = api.open(body, {"id", 1});
  if (const auto* wrong = std::get_if<providers::request_problem>(&opened)) {
    require(!wrong->message.empty());
    return;
  }
  auto& call = std::get<std::unique_ptr<surfaces::inbound>>(opened);
  require(is_json(call->take_chat()));
  std::string bytes;
  call->append_event({providers::stream_event::kind::content,
                      R"({"id":"a","object":"chat.completion.chunk",)"
                      R"("created":1,"model":"m","choices":[{"index":0,)"
                      R"("delta":{"content":"x"},"finish_reason":null}]})",
                      1},
                     bytes);
  call->append_fault({"it broke", "stream_interrupted", {}}, bytes);
  require(!bytes.empty());
}

} // namespace

// Whatever a caller sends becomes a chat completion that is JSON, or a refusal
// with a reason.
// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's own name.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes,
                                      std::size_t size) {
  const std::string body(reinterpret_cast<const char*>(bytes), size);
  for (const auto* api : {&surfaces::completions(), &surfaces::messages(),
                          &surfaces::responses()})
    check(*api, body);
  return 0;
}
