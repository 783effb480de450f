#include "storage/journal_reader.hpp"

#include <algorithm>
#include <utility>

namespace bellwether::storage {

namespace {

template <class Place>
void pass(const stored_record& found, Place& at) {
  at.offset = found.end;
  at.number = std::max(at.number, found.number);
}

} // namespace

void journal_reader::look(
    const std::vector<std::unique_ptr<journal_segment>>& at) {
  seen_.clear();
  for (const auto& segment : at)
    seen_.push_back(segment.get());
}

std::vector<journal::record> journal_reader::read_after(std::uint64_t number,
                                                        std::size_t most) {
  std::vector<journal::record> out;
  auto at = behind(number);
  while (out.size() < most) {
    const auto found = peek(at);
    if (!found)
      break;
    if (found->number > std::max(at.number, number))
      out.push_back({found->number, found->bytes});
    pass(*found, at);
  }
  read_ = at;
  return out;
}

std::size_t journal_reader::release(std::uint64_t number) {
  if (number >= released_.number)
    released_ = behind(number);
  const auto unwanted = std::exchange(released_.segment, 0);
  if (read_.segment < unwanted)
    read_ = released_;
  else
    read_.segment -= unwanted;
  seen_.erase(seen_.begin(),
              seen_.begin() + static_cast<std::ptrdiff_t>(unwanted));
  return unwanted;
}

std::size_t journal_reader::bytes() {
  released_ = behind(released_.number);
  std::size_t out = 0;
  for (std::size_t i = released_.segment; i < seen_.size(); ++i)
    out += seen_[i]->used();
  return out - std::min(out, released_.offset);
}

/// The record at a place, which is moved over what is used up.
std::optional<stored_record> journal_reader::peek(place& at) const {
  for (;;) {
    if (auto found = seen_[at.segment]->next(at.offset))
      return found;
    if (at.segment + 1 == seen_.size())
      return {};
    ++at.segment;
    at.offset = 0;
  }
}

journal_reader::place journal_reader::behind(std::uint64_t number) const {
  place at;
  if (read_.number <= number)
    at = read_;
  else if (released_.number <= number)
    at = released_;
  while (at.segment + 1 < seen_.size() && seen_[at.segment]->last() <= number)
    at = {at.segment + 1, 0, std::max(at.number, seen_[at.segment]->last())};
  for (auto found = peek(at); found && found->number <= number;
       found = peek(at))
    pass(*found, at);
  return at;
}

} // namespace bellwether::storage
