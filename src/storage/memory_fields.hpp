#pragma once

namespace bellwether::storage::fields {

// The members of the file, in the words of both who write and read it.
constexpr int version_number = 1;
constexpr const char* version = "version";
constexpr const char* written = "written";
constexpr const char* providers = "providers";
constexpr const char* models = "models";
constexpr const char* state = "state";
constexpr const char* since = "since";
constexpr const char* held_until = "held_until";
constexpr const char* consecutive_failures = "consecutive_failures";
constexpr const char* consecutive_opens = "consecutive_opens";
constexpr const char* consecutive_rate_limits = "consecutive_rate_limits";
constexpr const char* cause = "cause";
constexpr const char* first_tokens = "first_token_ms";
constexpr const char* answers = "answer_ms";
constexpr const char* provider_order = "provider_order";
constexpr const char* hours = "hours";
constexpr const char* hour = "hour";
constexpr const char* callers = "callers";
constexpr const char* saved = "saved";
constexpr const char* good = "good";
constexpr const char* bad = "bad";

} // namespace bellwether::storage::fields
