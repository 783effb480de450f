#include "simulator/google/request.hpp"

#include "simulator/google/contents.hpp"
#include "simulator/google/generation.hpp"
#include "simulator/google/tools.hpp"

#include <array>

namespace bellwether::simulator {

namespace dom = simdjson::dom;

namespace {

refusal read_all(dom::object root, const request_view& r, question& q) {
  constexpr std::array<std::string_view, 10> members{"contents",
                                                     "systemInstruction",
                                                     "tools",
                                                     "toolConfig",
                                                     "generationConfig",
                                                     "safetySettings",
                                                     "cachedContent",
                                                     "model",
                                                     "store",
                                                     "serviceTier"};
  dialogue d;
  std::vector<offered_tool> offered;
  tool_demand demand;
  auto no = first_bad(
      [&] { return check_proto(root, "", members); },
      [&] { return read_contents(root, q.model, r.seed, d); },
      [&] { return read_gemini_tools(root, offered, demand); },
      [&] { return read_generation(root, q.model, !offered.empty(), q); });
  if (!no) {
    plan_tools(d, std::move(offered), demand, q);
  }
  q.text_hash = d.hash();
  q.prompt_tokens = d.prompt_tokens();
  q.prompt_bytes = d.bytes();
  q.sights = d.sights();
  return no;
}

} // namespace

std::variant<question, http_reply> read_generate_request(const request_view& r,
                                                         dom::parser& parser) {
  dom::object root;
  if (parser.parse(r.body.data(), r.body.size(), true).get(root)
      != simdjson::SUCCESS) {
    return google_error(400, "Invalid JSON payload received.");
  }
  question q;
  q.model = r.to.model;
  q.stream = r.to.stream;
  q.include_usage = true;
  if (auto no = read_all(root, r, q)) {
    return std::move(*no);
  }
  return q;
}

} // namespace bellwether::simulator
