#include "cli/books.hpp"

#include "cli/commands.hpp"
#include "cli/whole_file.hpp"
#include "settings/text_table.hpp"
#include "storage/ledger.hpp"
#include "storage/ledger_store.hpp"

#include <filesystem>
#include <ostream>
#include <stdexcept>

namespace bellwether::cli {

namespace fs = std::filesystem;
using settings::with_commas;
using storage::ledger_access;

namespace {

/// Finds the file and does `what` with its store; tells what goes wrong.
template <class What>
int with_ledger(const state_options& where, ledger_access access,
                std::ostream& err, What what) try {
  const auto folder = find_state_folder(where);
  if (!folder)
    return configuration;
  const auto file = folder->path / storage::ledger_file;
  if (!fs::exists(file)) {
    err << file.string()
        << " is not there: has a daemon run with this state folder? "
           "--state-dir or --config names another\n";
    return failure;
  }
  storage::ledger_store store{file, folder->zone(), access};
  return what(store, file);
} catch (const std::runtime_error& fault) {
  err << fault.what() << '\n';
  return failure;
}

std::string megabytes(std::uintmax_t bytes) {
  constexpr std::uintmax_t tenth = 100'000;
  const auto tenths = (bytes + tenth / 2) / tenth;
  return with_commas(static_cast<long long>(tenths / 10)) + "."
         + std::to_string(tenths % 10) + " MB";
}

std::string rows(std::uint64_t count) {
  return with_commas(static_cast<long long>(count))
         + (count == 1 ? " row" : " rows");
}

} // namespace

int verify_ledger(const state_options& where, std::ostream& out,
                  std::ostream& err) {
  return with_ledger(
      where, ledger_access::reader, err,
      [&](const storage::ledger_store& store, const fs::path& file) {
        const auto found = store.verify();
        if (found.problem.empty() && !found.first_bad) {
          out << file.string() << ": " << rows(found.rows) << ", all good\n"
              << "newest hash " << found.newest_hash << '\n';
          return success;
        }
        err << file.string() << ": ";
        if (found.first_bad)
          err << "row " << *found.first_bad << " is the first bad one: ";
        err << found.problem << '\n';
        return failure;
      });
}

int back_up_ledger(const state_options& where, const std::string& file,
                   bool force, std::ostream& out, std::ostream& err) {
  whole_file copy{file, force};
  if (const auto obstacle = copy.obstacle(); !obstacle.empty()) {
    err << obstacle << '\n';
    return failure;
  }
  return with_ledger(where, ledger_access::reader, err,
                     [&](const storage::ledger_store& store, const fs::path&) {
                       store.backup(copy.draft());
                       if (const auto problem = copy.finish();
                           !problem.empty()) {
                         err << problem << '\n';
                         return failure;
                       }
                       out << file << ": " << megabytes(fs::file_size(file))
                           << "; `bellwether ledger verify` checks it as "
                           << "ledger.db in a "
                           << "folder of its own\n";
                       return success;
                     });
}

int compact_ledger(const state_options& where, std::ostream& out,
                   std::ostream& err) {
  return with_ledger(where, ledger_access::owner, err,
                     [&](storage::ledger_store& store, const fs::path& file) {
                       const auto before = fs::file_size(file);
                       store.compact();
                       out << file.string() << ": " << megabytes(before)
                           << " before, " << megabytes(fs::file_size(file))
                           << " now\n";
                       return success;
                     });
}

} // namespace bellwether::cli
