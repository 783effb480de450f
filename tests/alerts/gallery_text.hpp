#pragma once

#include <string>

namespace bellwether::alerts {

/// docs/alert-gallery.md as it has to be.
std::string gallery_text();

} // namespace bellwether::alerts
