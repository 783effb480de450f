#pragma once

#include "domain/time_zone.hpp"
#include "domain/wall_time.hpp"
#include "http/control/control_error.hpp"
#include "storage/ledger_query.hpp"

#include <map>
#include <string>
#include <variant>

namespace bellwether::http {

/// A URL's parameters; one may stand there several times.
using parameters = std::multimap<std::string, std::string>;

/// Where and when a question is asked.
struct asked_at {
  const domain::time_zone& zone;
  domain::wall_time now;
};

/// The parameters of GET /costs/report: from, to, by, and filters. Without from
/// and to the calendar month; a report is of whole hours, so `from` goes down
/// to its hour and `to` up. The error names the parameter, what is wrong with
/// it, and what is allowed.
std::variant<storage::report_query, control_error> parse_report_query(
    const parameters& from, const asked_at& at);

/// Those of GET /costs/requests: from, to, filters, outcome, request_id, before
/// and limit.
std::variant<storage::entries_query, control_error> parse_entries_query(
    const parameters& from, const asked_at& at);

} // namespace bellwether::http
