#pragma once

#include "domain/failure.hpp"
#include "providers/error_body.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace bellwether::providers {

/// An answer that is not 2xx, as every wire format reads it.
domain::failure classify_answer(
    int status, std::string_view body,
    std::optional<std::chrono::milliseconds> retry_after);

/// An error within a body or stream whose status was 2xx: by the same table,
/// with bad_answer for what it does not know.
domain::failure classify_embedded(const error_body& error, int status);

/// A 2xx answer that is none, with a sentence of ours that says why.
domain::failure not_an_answer(std::string_view why, int status = 200);

} // namespace bellwether::providers
