#pragma once

#include "surfaces/surface.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace bellwether::surfaces::test {

using json = nlohmann::json;

/// Opens a request; throws with the problem's message if it is refused.
std::unique_ptr<inbound> open(const json& request);

/// The chat completion that a request is.
json chat_of(const json& request);

/// Why a request is refused; throws if it is not.
providers::request_problem refusal_of(const json& request);

/// What a caller gets, as the events of a stream.
std::vector<json> events_in(const std::string& stream);

/// The bytes for the chunks and, unless `broken`, for the end.
std::string stream_of(inbound& call, const std::vector<json>& chunks,
                      bool broken = false);

/// A chunk with that delta.
json chunk(json delta, json finish_reason = nullptr);

/// The chunk that counts.
json usage_chunk();

/// What is wrong with the order of a response's events; "" if nothing is.
std::string order_fault(const std::vector<json>& events);

} // namespace bellwether::surfaces::test
