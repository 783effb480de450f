#pragma once

#include "domain/failure.hpp"
#include "providers/error_body.hpp"

#include <optional>
#include <string_view>

namespace bellwether::providers {

/// The class of an error whose code, status or type says more than its HTTP
/// status does.
std::optional<domain::failure_class> class_by_name(const error_body& error);

/// The same for names that only repeat an HTTP status.
std::optional<domain::failure_class> class_by_weak_name(
    const error_body& error);

/// For providers that say it in words only: by how the message begins.
std::optional<domain::failure_class> class_by_opening(std::string_view message);

/// Whether the message says that the prompt does not fit into the model.
bool says_too_long(std::string_view message);

/// Whether the message of a 404 speaks of a model and not of the path.
bool says_model(std::string_view message);

} // namespace bellwether::providers
