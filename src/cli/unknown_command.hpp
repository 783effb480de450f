#pragma once

#include <string>

// NOLINTNEXTLINE(readability-identifier-naming): CLI11's own name.
namespace CLI {
class App;
}

namespace bellwether::cli {

/// What is wrong with the command that the arguments name: a sentence that
/// says which there are. "" if there is such a command, or none is named.
std::string unknown_command(const CLI::App& app, int argc,
                            const char* const* argv);

} // namespace bellwether::cli
