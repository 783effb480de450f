#include "storage/journal_folder.hpp"

#include "storage/private_file.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <system_error>
#include <utility>

namespace bellwether::storage {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view prefix = "journal-";

/// The N of "journal-N"; 0: it is none of ours.
std::uint64_t number_in(std::string_view name) {
  if (!name.starts_with(prefix))
    return 0;
  name.remove_prefix(prefix.size());
  std::uint64_t number = 0;
  const auto* end = name.data() + name.size();
  const auto [read, error] = std::from_chars(name.data(), end, number);
  return error == std::errc{} && read == end ? number : 0;
}

} // namespace

journal_folder::journal_folder(fs::path folder, std::size_t segment_bytes)
    : folder_{std::move(folder)}, segment_bytes_{segment_bytes} {
  if (!folder_.empty())
    make_private_folder(folder_);
}

std::vector<std::unique_ptr<journal_segment>> journal_folder::open_all() {
  std::vector<std::unique_ptr<journal_segment>> out;
  if (folder_.empty())
    return out;
  std::error_code error;
  std::error_code ignored;
  for (fs::directory_iterator at{folder_, error}, end; !error && at != end;
       at.increment(error)) {
    const auto name = at->path().filename().string();
    if (name.starts_with(std::string{aside_prefix} + std::string{prefix}))
      fs::remove(at->path(), ignored);
    const auto number = number_in(name);
    if (number == 0)
      continue;
    next_number_ = std::max(next_number_, number + 1);
    if (auto segment = journal_segment::open(at->path()))
      out.push_back(std::move(segment));
    else
      fs::remove(at->path(), ignored);
  }
  if (error)
    fail(folder_, "cannot be read: " + error.message()
                      + "; give it to this user or name another state_dir");
  // A segment that was made ahead of need may have a smaller number than the
  // one that was used before it.
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
    return a->found().first < b->found().first;
  });
  return out;
}

fs::path journal_folder::next_name() {
  if (folder_.empty())
    return {};
  return folder_ / (std::string{prefix} + std::to_string(next_number_++));
}

std::unique_ptr<journal_segment> journal_folder::make(
    const fs::path& name) const {
  return name.empty() ? journal_segment::in_memory(segment_bytes_)
                      : journal_segment::make(name, segment_bytes_);
}

std::uint64_t count_damaged(
    const std::vector<std::unique_ptr<journal_segment>>& segments) {
  std::uint64_t out = 0;
  const segment_contents* before = nullptr;
  for (const auto& segment : segments) {
    const auto& found = segment->found();
    out += found.damaged;
    if (before != nullptr && before->last > 0 && found.follows > before->last) {
      const std::uint64_t told = before->damaged_end ? 1 : 0;
      out += found.follows - before->last - told;
    }
    before = &found;
  }
  return out;
}

} // namespace bellwether::storage
