#include "cli/whole_file.hpp"

#include <filesystem>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace bellwether::cli {

namespace fs = std::filesystem;

whole_file::whole_file(std::string path, bool replace)
    : path_{std::move(path)},
      draft_{path_ + ".tmp." + std::to_string(::getpid())},
      replace_{replace} {}

whole_file::~whole_file() {
  std::error_code ignored;
  fs::remove(draft_, ignored);
}

std::string whole_file::obstacle() const {
  std::error_code ignored;
  if (!replace_ && fs::exists(fs::symlink_status(path_, ignored)))
    return path_ + " exists; --force replaces it";
  if (fs::is_directory(path_, ignored))
    return path_ + " is a folder; name a file";
  return "";
}

std::ostream& whole_file::out() {
  if (!out_.is_open())
    out_.open(draft_, std::ios::binary);
  return out_;
}

std::string whole_file::finish() {
  std::error_code error;
  bool written = true;
  if (out_.is_open()) {
    out_.close();
    written = static_cast<bool>(out_);
  }
  if (written) {
    fs::rename(draft_, path_, error);
    if (!error)
      return "";
  }
  return path_ + " cannot be written"
         + (error ? ": " + error.message()
                  : ": does its folder exist, and has the disk room?");
}

} // namespace bellwether::cli
