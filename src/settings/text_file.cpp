#include "settings/text_file.hpp"

#include <filesystem>
#include <fstream>
#include <system_error>

namespace bellwether::settings {

namespace fs = std::filesystem;

std::string resolve(const std::string& folder, const std::string& name) {
  return (fs::path{folder} / name).lexically_normal().string();
}

std::variant<std::string, file_error> read_text_file(const std::string& path,
                                                     std::size_t most) {
  if (path.find('\0') != std::string::npos)
    return file_error{"has a name that no file can have"};
  std::error_code error;
  const auto status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found)
    return file_error{"does not exist"};
  if (error)
    return file_error{"cannot be read: " + error.message()};
  if (status.type() != fs::file_type::regular)
    return file_error{"is no regular file"};
  std::ifstream in{path, std::ios::binary};
  if (!in)
    return file_error{"cannot be opened"};
  std::string text(most + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (text.size() > most)
    return file_error{"is larger than " + std::to_string(most) + " bytes"};
  return text;
}

} // namespace bellwether::settings
