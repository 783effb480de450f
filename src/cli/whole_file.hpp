#pragma once

#include <fstream>
#include <ostream>
#include <string>

namespace bellwether::cli {

/// A file that is written whole or not at all: a draft beside it until
/// finish(), and nothing if that is not reached.
class whole_file {
public:
  /// `replace`: whether a file that is there may be replaced.
  whole_file(std::string path, bool replace);
  ~whole_file();
  whole_file(const whole_file&) = delete;
  whole_file& operator=(const whole_file&) = delete;

  /// What stands in the way before anything is written, or "".
  std::string obstacle() const;

  /// Where it is written to until then.
  const std::string& draft() const { return draft_; }

  /// Writes to the draft; opened by the first call.
  std::ostream& out();

  /// Puts the draft in place. What went wrong, or "".
  std::string finish();

private:
  std::string path_;
  std::string draft_;
  bool replace_;
  std::ofstream out_;
};

} // namespace bellwether::cli
