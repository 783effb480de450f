#include "cli/progress_line.hpp"

#include <ostream>

namespace bellwether::cli {

namespace {

constexpr std::chrono::seconds between_lines{10};

} // namespace

void progress_line::show(const std::string& text,
                         std::chrono::steady_clock::time_point now) {
  if (terminal_) {
    to_ << '\r' << text << "\x1b[K" << std::flush;
    open_ = true;
  } else if (!shown_ || now - *shown_ >= between_lines) {
    to_ << text << '\n' << std::flush;
    shown_ = now;
  }
}

void progress_line::end() {
  if (open_)
    to_ << '\n';
  open_ = false;
  shown_.reset();
}

} // namespace bellwether::cli
