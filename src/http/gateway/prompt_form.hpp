#pragma once

#include "http/gateway/call_runner.hpp"
#include "http/gateway/reply.hpp"
#include "providers/chat_request.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <variant>

namespace bellwether::http {

/// The plain form {prompt, system_prompt?, model = "auto", temperature = 0.7,
/// max_response_tokens = 4000} as a chat completion request. Fields that it
/// does not know travel on untouched.
std::variant<std::string, providers::request_problem> chat_from_prompt(
    std::string_view body);

/// A chat completion as the plain form's answer: {content, model, provider,
/// latency_ms, estimated_cost_usd, attempts, request_id, success}.
std::string prompt_answer(std::string_view completion,
                          const call_summary& summary, const std::string& id,
                          std::chrono::steady_clock::time_point received);

/// An error with the plain form's `"success": false` beside it.
reply refused_prompt(reply error);

} // namespace bellwether::http
