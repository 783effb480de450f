#pragma once

#include "simulator/behavior.hpp"
#include "simulator/bill.hpp"
#include "simulator/pacer.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>

namespace bellwether::simulator {

/// A request that arrived, and what became of it. Times count from the start
/// of the simulator.
struct journal_entry {
  std::uint64_t sequence = 0; ///< across all providers, from 1
  clock::duration at{};       ///< when the request had been read
  std::string provider;
  std::string method;
  std::string path;
  header_list headers; ///< of Authorization only the last four characters
  std::string body;    ///< its first 64 KiB
  std::size_t body_bytes = 0;
  std::uint64_t connection = 0;

  int status = 0; ///< 0: no head was sent
  fault_kind fault = fault_kind::none;
  bool stream = false;
  std::size_t prompt_tokens = 0;
  std::size_t completion_tokens = 0;        ///< sent so far
  bool finished = false;                    ///< the answer was sent to its end
  std::optional<clock::duration> closed_at; ///< the client's close was seen
  bill costs;
  bool over = false; ///< nothing more will change
};

/// The last requests of one provider, bounded in number and in bytes.
class journal {
public:
  static constexpr std::size_t most_entries = 20'000;
  static constexpr std::size_t most_bytes = 64UL * 1024 * 1024;
  static constexpr std::size_t most_body_bytes = 64UL * 1024;

  void add(std::shared_ptr<const journal_entry> entry);
  void clear();

  const std::deque<std::shared_ptr<const journal_entry>>& entries() const {
    return entries_;
  }

  /// Requests that had to make room for later ones.
  std::uint64_t forgotten() const { return forgotten_; }

private:
  std::deque<std::shared_ptr<const journal_entry>> entries_;
  std::size_t bytes_ = 0;
  std::uint64_t forgotten_ = 0;
};

nlohmann::json to_json(const journal_entry& entry);

} // namespace bellwether::simulator
