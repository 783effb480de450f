#pragma once

#include "domain/catalog.hpp"
#include "settings/settings.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace bellwether::settings {

/// A word of a model's `capabilities`.
struct feature {
  std::string_view name;
  bool domain::capabilities::*flag;
};

/// All such words, in the order of messages.
const std::vector<feature>& features();

/// What the wire format of this kind can carry, whatever the model can.
domain::capabilities format_capabilities(provider_kind k);

/// Whether the kind has embeddings.
bool has_embeddings(provider_kind k);

/// Names of the features that the kind can carry.
std::vector<std::string> feature_names(provider_kind k);

} // namespace bellwether::settings
