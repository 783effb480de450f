#pragma once

#include "storage/journal.hpp"
#include "storage/ledger_store.hpp"
#include "storage/ledger_writer.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace bellwether::storage {

inline constexpr const char* ledger_file = "ledger.db";

/// The journal and the file behind it. Its owner is the ledger's actor; the
/// writer is for everybody.
class ledger {
public:
  /// Opens both, takes over what a predecessor left in the journal, and settles
  /// what it left open. `folder` "": in memory. Throws std::runtime_error with
  /// a sentence for the operator.
  ledger(const std::filesystem::path& folder,
         std::shared_ptr<const domain::time_zone> zone, retention keep,
         domain::wall_time now, journal_limits limits = {});

  std::shared_ptr<ledger_writer> writer() const { return writer_; }
  ledger_store& store() { return store_; }

  /// Brings what is in the journal to the file, some thousand records at most,
  /// in one transaction. True: there is more. A failure is remembered, told by
  /// status(), and the next call tries again; nothing is lost while the journal
  /// has room. Never throws.
  bool drain();

  /// Throws away what is too old, a little at a time; true: there is more.
  /// Never throws.
  bool prune(domain::wall_time now);

  ledger_status status() const;

  /// Reservations that the predecessor left open.
  std::size_t interrupted() const { return interrupted_; }

private:
  /// As drain(), but throws.
  bool take();

  std::shared_ptr<journal> journal_;
  ledger_store store_;
  std::shared_ptr<ledger_writer> writer_;
  retention keep_;
  std::size_t interrupted_ = 0;
  std::uint64_t taken_ = 0; ///< newest record that was read and committed
  std::uint64_t unreadable_ = 0;
  std::string problem_;
};

} // namespace bellwether::storage
