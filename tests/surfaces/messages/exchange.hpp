#pragma once

#include "surfaces/surface.hpp"

#include <nlohmann/json.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace bellwether::surfaces::test {

using nlohmann::json;

/// A request that is complete as it is, with `more` members.
inline json request_with(const json& more = json::object()) {
  json out = {{"model", "smart"},
              {"max_tokens", 100},
              {"messages", {{{"role", "user"}, {"content", "Hi"}}}}};
  out.update(more);
  return out;
}

/// The same with one message of these blocks.
inline json request_of(const std::string& role, const json& blocks) {
  return request_with({{"messages", {{{"role", role}, {"content", blocks}}}}});
}

inline std::unique_ptr<inbound> accept(const json& request) {
  auto opened = messages().open(request.dump(), {"req-1", 1770000000});
  if (auto* wrong = std::get_if<providers::request_problem>(&opened))
    throw std::runtime_error(wrong->param + ": " + wrong->message);
  return std::get<std::unique_ptr<inbound>>(std::move(opened));
}

inline json chat_of(const json& request) {
  return json::parse(accept(request)->take_chat());
}

inline json chat_messages(const json& request) {
  return chat_of(request).at("messages");
}

/// The problem with a request; an empty one if there is none.
inline providers::request_problem problem_of(const std::string& body) {
  auto opened = messages().open(body, {"req-1", 0});
  auto* wrong = std::get_if<providers::request_problem>(&opened);
  return wrong != nullptr ? std::move(*wrong) : providers::request_problem{};
}

inline providers::request_problem problem_of(const json& request) {
  return problem_of(request.dump());
}

/// A chunk with one choice, as an event.
inline providers::stream_event chunk(const json& delta,
                                     const json& finish = nullptr) {
  const json choice = {
      {"index", 0}, {"delta", delta}, {"finish_reason", finish}};
  const json whole = {{"id", "1"}, {"model", "m"}, {"choices", {choice}}};
  return {providers::stream_event::kind::content, whole.dump(), 0};
}

/// The events of `inbound` for these chunks and their end.
inline std::string stream_of(
    inbound& call, const std::vector<providers::stream_event>& chunks) {
  std::string out;
  for (const auto& one : chunks)
    call.append_event(one, out);
  call.append_end(out);
  return out;
}

inline std::string stream_of(
    const std::vector<providers::stream_event>& chunks) {
  return stream_of(*accept(request_with({{"stream", true}})), chunks);
}

} // namespace bellwether::surfaces::test
