#include "storage/journal_segment.hpp"

#include "storage/private_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <exception>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace bellwether::storage {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t page = 4096;

constexpr auto* remedy = "; give it room or name another state_dir";

/// Sets to zero what is not: pages that are zero stay clean.
void clear(char* from, const char* end) {
  while (from < end) {
    const auto length = std::min(page, static_cast<std::size_t>(end - from));
    if (std::any_of(from, from + length, [](char c) { return c != 0; }))
      std::memset(from, 0, length);
    from += length;
  }
}

} // namespace

journal_segment::journal_segment(fs::path file, int number, std::size_t bytes)
    : file_{std::move(file)}, size_{bytes} {
  const int flags = number < 0 ? MAP_PRIVATE | MAP_ANONYMOUS : MAP_SHARED;
  void* at = ::mmap(nullptr, size_, PROT_READ | PROT_WRITE, flags, number, 0);
  if (at == MAP_FAILED)
    fail(file_.empty() ? "the journal" : file_,
         "gets no memory: " + reason(errno));
  memory_ = static_cast<char*>(at);
}

journal_segment::~journal_segment() {
  ::munmap(memory_, size_);
}

std::unique_ptr<journal_segment> journal_segment::in_memory(std::size_t bytes) {
  return std::unique_ptr<journal_segment>{new journal_segment{"", -1, bytes}};
}

std::unique_ptr<journal_segment> journal_segment::make(fs::path file,
                                                       std::size_t bytes) {
  const private_file to{file, O_RDWR | O_CREAT | O_EXCL};
  if (!to.is_open())
    fail(file, "cannot be made: " + reason(errno) + remedy);
  // Memory without disk space behind it would kill the process that writes it.
  const int error =
      ::posix_fallocate(to.number(), 0, static_cast<off_t>(bytes));
  if (error != 0) {
    ::unlink(file.c_str());
    fail(file, "gets no disk space: " + reason(error) + remedy);
  }
  return std::unique_ptr<journal_segment>{
      new journal_segment{std::move(file), to.number(), bytes}};
}

std::unique_ptr<journal_segment> journal_segment::open(fs::path file) {
  const private_file from{file, O_RDWR | O_NONBLOCK};
  if (!from.is_open())
    fail(file, "cannot be opened: " + reason(errno)
                   + "; give it to this user or name another state_dir");
  struct stat about {};
  if (::fstat(from.number(), &about) != 0 || !S_ISREG(about.st_mode))
    fail(file, "is no regular file; remove it or name another state_dir");
  if (about.st_size == 0)
    return nullptr;
  std::unique_ptr<journal_segment> out{new journal_segment{
      std::move(file), from.number(), static_cast<std::size_t>(about.st_size)}};
  out->left_ = true;
  out->found_ = look_through(out->memory());
  if (out->found_.is_foreign)
    fail(out->file_,
         "was written by another version of this program; let that "
         "one finish its work or name another state_dir");
  if (out->found_.first == 0 && out->found_.damaged == 0)
    return nullptr;
  out->used_ = out->found_.end;
  out->last_ = out->found_.last;
  return out;
}

bool journal_segment::append(std::string_view record, std::uint64_t sum,
                             std::uint64_t number) noexcept {
  const auto at = used_.load(std::memory_order_relaxed);
  if (record.size() > size_ || record_space(record.size()) > size_ - at)
    return false;
  auto* header =
      new (memory_ + at) record_header{0, record_sum(sum, number), number};
  std::memcpy(memory_ + at + sizeof(record_header), record.data(),
              record.size());
  // From here on it is there, whenever the process dies.
  std::atomic_ref{header->size}.store(sizeof(record_header) + record.size(),
                                      std::memory_order_release);
  last_.store(number, std::memory_order_relaxed);
  used_.store(at + record_space(record.size()), std::memory_order_release);
  return true;
}

std::optional<stored_record> journal_segment::next(
    std::size_t from) const noexcept {
  for (const auto& hole : found_.holes)
    if (hole.from == from)
      from = hole.to;
  if (from >= used())
    return {};
  return record_at(memory(), from);
}

bool journal_segment::go_on() noexcept {
  if (found_.damaged > 0)
    return false;
  if (!file_.empty()) { // a copy may have lost the space that it had
    const private_file to{file_, O_RDWR};
    if (!to.is_open()
        || ::posix_fallocate(to.number(), 0, static_cast<off_t>(size_)) != 0)
      return false;
  }
  clear(memory_ + used(), memory_ + size_);
  return true;
}

bool journal_segment::begin_anew() noexcept {
  if (left_)
    return false;
  std::error_code error;
  try {
    const auto aside =
        file_.parent_path() / (aside_prefix + file_.filename().string());
    if (!file_.empty())
      fs::rename(file_, aside, error);
    if (error)
      return false;
    clear(memory_, memory_ + used());
    used_ = 0;
    last_ = 0;
    found_ = {};
    if (!file_.empty())
      fs::rename(aside, file_, error);
    if (error)
      fs::remove(aside, error);
    return !error;
  } catch (const std::exception&) {
    return false;
  }
}

void journal_segment::warm() const noexcept {
#ifdef MADV_POPULATE_WRITE
  // It is only a help: kernels before 5.14 do not know it.
  ::madvise(memory_, size_, MADV_POPULATE_WRITE);
#endif
}

void journal_segment::remove() noexcept {
  if (!file_.empty())
    ::unlink(file_.c_str());
}

} // namespace bellwether::storage
