#pragma once

#include "providers/anthropic/codec.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace bellwether::providers::test {

using json = nlohmann::ordered_json;

inline const std::string sonnet = "claude-sonnet-4-5";

/// A request for Anthropic, its body parsed.
struct encoding {
  json body;
  std::vector<std::string> dropped;
};

inline std::variant<encoded, domain::failure> try_encode(
    const json& request, const target& t = {sonnet, 64'000, {}},
    bool stream = false) {
  return make_anthropic_codec()->encode(request.dump(), t, stream);
}

inline encoding encode(const json& request,
                       const target& t = {sonnet, 64'000, {}},
                       bool stream = false) {
  CAPTURE(request.dump());
  auto out = try_encode(request, t, stream);
  if (const auto* failed = std::get_if<domain::failure>(&out))
    FAIL(failed->detail);
  const auto& made = std::get<encoded>(out);
  return {json::parse(made.body), made.dropped};
}

inline domain::failure refusal_of(const json& request,
                                  const target& t = {sonnet, 64'000, {}}) {
  CAPTURE(request.dump());
  auto out = try_encode(request, t);
  REQUIRE(std::holds_alternative<domain::failure>(out));
  return std::get<domain::failure>(out);
}

inline json message(std::string_view role, const json& content) {
  return {{"role", role}, {"content", content}};
}

inline json call(std::string_view id, std::string_view name = "f",
                 std::string_view arguments = "{}") {
  return {{"id", id},
          {"type", "function"},
          {"function", {{"name", name}, {"arguments", arguments}}}};
}

/// Lists are vectors: a braced json of one item would be that item.
inline json calling(const std::vector<json>& calls) {
  return {{"role", "assistant"}, {"content", nullptr}, {"tool_calls", calls}};
}

inline json result(std::string_view id, const json& content = "r") {
  return {{"role", "tool"}, {"tool_call_id", id}, {"content", content}};
}

/// A request of these messages, with more members merged into it.
inline json request_of(const std::vector<json>& messages,
                       const json& more = {}) {
  json out = {{"model", "m"}, {"messages", messages}};
  if (!more.is_null())
    out.update(more);
  return out;
}

/// A request that only says hello, with more members merged into it.
inline json hello_with(const json& more) {
  return request_of({message("user", "hello")}, more);
}

inline json tool_named(std::string_view name) {
  return {{"type", "function"}, {"function", {{"name", name}}}};
}

} // namespace bellwether::providers::test
