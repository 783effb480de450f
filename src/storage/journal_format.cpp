#include "storage/journal_format.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace bellwether::storage {

namespace {

constexpr std::string_view opening_text = "bellwether journal 1 behind ";
constexpr std::string_view opening_words = "bellwether journal ";

std::uint64_t word_at(std::string_view bytes) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes.data(), std::min(sizeof word, bytes.size()));
  return word;
}

/// One to one in each argument: whatever changes within one word changes the
/// sum for certain.
std::uint64_t mixed(std::uint64_t sum, std::uint64_t word) noexcept {
  constexpr std::uint64_t odd = 0x9E3779B97F4A7C15U;
  sum = (sum ^ word) * odd;
  return sum ^ (sum >> 32U);
}

record_header header_at(std::string_view memory, std::size_t at) noexcept {
  record_header header;
  std::memcpy(&header, memory.data() + at, sizeof header);
  return header;
}

void read_opening(const stored_record& record, segment_contents& to) {
  if (record.bytes.starts_with(opening_text)
      && record.bytes.size() == opening_text.size() + sizeof to.follows)
    to.follows = word_at(record.bytes.substr(opening_text.size()));
  else
    to.is_foreign = record.bytes.starts_with(opening_words);
}

/// Where the next whole record above `number` is; the memory's end if there is
/// none.
std::size_t find_whole(std::string_view memory, std::size_t from,
                       std::uint64_t number) {
  for (; from + sizeof(record_header) <= memory.size();
       from += alignof(record_header))
    if (const auto found = whole_record_at(memory, from);
        found && found->number > number)
      return from;
  return memory.size();
}

void pass_over(std::size_t from, std::size_t to, std::uint64_t next_number,
               segment_contents& found) {
  const std::uint64_t room = (to - from) / sizeof(record_header);
  const std::uint64_t missing =
      found.last == 0 ? 1 : next_number - found.last - 1;
  found.holes.push_back({from, to});
  found.damaged += std::clamp<std::uint64_t>(missing, 1, std::max(room, {1}));
}

} // namespace

std::uint64_t bytes_sum(std::string_view bytes) noexcept {
  // Two lanes: a processor works on both at once.
  std::array<std::uint64_t, 2> lanes{bytes.size(), 1};
  while (bytes.size() >= 2 * sizeof(std::uint64_t)) {
    lanes[0] = mixed(lanes[0], word_at(bytes));
    lanes[1] = mixed(lanes[1], word_at(bytes.substr(sizeof(std::uint64_t))));
    bytes.remove_prefix(2 * sizeof(std::uint64_t));
  }
  lanes[0] = mixed(lanes[0], word_at(bytes));
  if (bytes.size() > sizeof(std::uint64_t))
    lanes[1] = mixed(lanes[1], word_at(bytes.substr(sizeof(std::uint64_t))));
  return mixed(lanes[0], lanes[1]);
}

std::uint64_t record_sum(std::uint64_t bytes_sum,
                         std::uint64_t number) noexcept {
  return mixed(bytes_sum, number);
}

stored_record record_at(std::string_view memory, std::size_t at) noexcept {
  const auto header = header_at(memory, at);
  const auto length = header.size - sizeof header;
  return {header.number, memory.substr(at + sizeof header, length),
          at + record_space(length)};
}

std::optional<stored_record> whole_record_at(std::string_view memory,
                                             std::size_t at) noexcept {
  if (at > memory.size() || memory.size() - at < sizeof(record_header))
    return {};
  const auto header = header_at(memory, at);
  if (header.size < sizeof header || header.size > memory.size() - at)
    return {};
  const auto found = record_at(memory, at);
  if (record_sum(bytes_sum(found.bytes), found.number) != header.sum)
    return {};
  return found;
}

std::string opening_record(std::uint64_t follows) {
  std::array<char, sizeof follows> number{};
  std::memcpy(number.data(), &follows, sizeof follows);
  return std::string{opening_text}.append(number.data(), number.size());
}

segment_contents look_through(std::string_view memory) {
  segment_contents found;
  std::size_t at = 0;
  if (const auto opening = whole_record_at(memory, 0);
      opening && opening->number == 0) {
    read_opening(*opening, found);
    at = found.end = opening->end;
  }
  for (;;) {
    const auto next = find_whole(memory, at, found.last);
    if (next >= memory.size())
      break;
    const auto record = record_at(memory, next);
    if (next != at)
      pass_over(at, next, record.number, found);
    found.first = found.first == 0 ? record.number : found.first;
    found.last = record.number;
    at = found.end = record.end;
  }
  found.damaged_end = at + sizeof(record_header) <= memory.size()
                      && header_at(memory, at).size != 0;
  found.damaged += found.damaged_end ? 1 : 0;
  return found;
}

} // namespace bellwether::storage
