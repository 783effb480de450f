#pragma once

namespace bellwether::integration {

/// Whether an assertion of the running test case has failed: then what the
/// daemon logged is worth reading.
bool something_failed();

} // namespace bellwether::integration
