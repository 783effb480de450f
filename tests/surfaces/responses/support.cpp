#include "surfaces/responses/support.hpp"

#include <stdexcept>

namespace bellwether::surfaces::test {

namespace {

const call_identity caller{"call-1", 1'700'000'000};

} // namespace

std::unique_ptr<inbound> open(const json& request) {
  auto opened = responses().open(request.dump(), caller);
  if (auto* fault = std::get_if<providers::request_problem>(&opened))
    throw std::runtime_error{fault->message};
  return std::get<std::unique_ptr<inbound>>(std::move(opened));
}

json chat_of(const json& request) {
  return json::parse(open(request)->take_chat());
}

providers::request_problem refusal_of(const json& request) {
  auto opened = responses().open(request.dump(), caller);
  if (auto* fault = std::get_if<providers::request_problem>(&opened))
    return std::move(*fault);
  throw std::runtime_error{"it was not refused"};
}

std::vector<json> events_in(const std::string& stream) {
  std::vector<json> out;
  for (std::size_t at = 0; at < stream.size();) {
    const auto end = stream.find("\n\n", at);
    const auto event = stream.substr(at, end - at);
    const auto data = event.find("\ndata: ");
    if (end == stream.npos || !event.starts_with("event: ")
        || data == event.npos)
      throw std::runtime_error{"no event: " + event};
    out.push_back(json::parse(event.substr(data + 7)));
    if (out.back()["type"] != event.substr(7, data - 7))
      throw std::runtime_error{"the event has two names: " + event};
    at = end + 2;
  }
  return out;
}

std::string stream_of(inbound& call, const std::vector<json>& chunks,
                      bool broken) {
  std::string out;
  for (const auto& each : chunks) {
    providers::stream_event event;
    event.json = each.dump();
    call.append_event(event, out);
  }
  if (!broken)
    call.append_end(out);
  return out;
}

json chunk(json delta, json finish_reason) {
  auto choice = json{{"index", 0}};
  choice["delta"] = std::move(delta);
  choice["finish_reason"] = std::move(finish_reason);
  auto out = json{{"id", "chatcmpl-1"}, {"model", "gpt-5-mini"}};
  out["choices"] = json::array({choice});
  return out;
}

json usage_chunk() {
  return json::parse(R"({"id":"chatcmpl-1","model":"gpt-5-mini","choices":[],
    "usage":{"prompt_tokens":20,"completion_tokens":9,"total_tokens":29,
             "prompt_tokens_details":{"cached_tokens":4},
             "completion_tokens_details":{"reasoning_tokens":3}}})");
}

} // namespace bellwether::surfaces::test
