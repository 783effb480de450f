#include "domain/rfc3339.hpp"
#include "storage/members.hpp"
#include "storage/memory.hpp"
#include "storage/memory_fields.hpp"
#include "storage/memory_readers.hpp"
#include "storage/text_limits.hpp"
#include "storage/wall_time.hpp"

#include <utility>

namespace bellwether::storage {

namespace {

using nlohmann::json;
using std::chrono::milliseconds;

constexpr std::size_t deepest = 32;

/// Why the text cannot even be parsed, or "".
std::string why_unfit(std::string_view text) {
  if (text.size() > most_text)
    return "the memory is damaged: it is too large";
  if (nests_deeper(text, deepest))
    return "the memory is damaged: it nests too deep";
  return "";
}

/// Why nothing of the parsed text can be used, or "".
std::string why_unknown(const json& root) {
  if (!root.is_object())
    return "the memory is damaged: it is no JSON object";
  const json* version = member(root, fields::version);
  if (version == nullptr || *version != fields::version_number)
    return "the memory is of a version that is not known here";
  return "";
}

std::optional<wall_time> written_at(const json& root) {
  std::string text;
  if (!read_text(root, fields::written, text))
    return {};
  return domain::read_rfc3339(text);
}

/// Why only the hours of a file written then can be used, or "".
std::string why_only_hours(wall_time written, const moment& now,
                           milliseconds age) {
  const auto ago = std::chrono::floor<milliseconds>(now.wall) - written;
  std::string why;
  if (ago > age)
    why = "the memory is too old";
  else if (ago < -clock_tolerance)
    why = "the memory is of the future";
  else
    return "";
  return why + ", written at " + domain::write_rfc3339(written)
         + "; only its hours of availability are used";
}

std::string describe(std::string problem, std::size_t left_out) {
  if (left_out == 0)
    return problem;
  if (!problem.empty())
    problem += "; ";
  return problem
         + "entries left out, damaged or too many: " + std::to_string(left_out);
}

} // namespace

read_result read_memory(std::string_view text, const moment& now,
                        milliseconds age) {
  read_result out;
  if (text.empty())
    return out;
  out.problem = why_unfit(text);
  if (!out.problem.empty())
    return out;
  const json root = json::parse(text, nullptr, false);
  out.problem = why_unknown(root);
  if (!out.problem.empty())
    return out;
  const auto written = written_at(root);
  if (!written) {
    out.problem = "the memory is damaged: it does not say when it was written";
    return out;
  }
  out.problem = why_only_hours(*written, now, age);
  std::size_t left_out = 0;
  if (out.problem.empty())
    left_out += read_providers(root, now, out.what);
  left_out += read_hours(root, now, out.what);
  out.problem = describe(std::move(out.problem), left_out);
  return out;
}

} // namespace bellwether::storage
