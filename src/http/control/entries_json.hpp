#pragma once

#include "storage/ledger_query.hpp"

#include <string>

namespace bellwether::http {

/// A page of single attempts as GET /costs/requests tells it: {requests:
/// [{number, at, request_id, ...}], next}.
std::string entries_json(const storage::entries_page& page);

/// How the ledger is, as GET /ledger tells it.
std::string ledger_json(const storage::ledger_status& now);

} // namespace bellwether::http
