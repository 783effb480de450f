#include "providers/error_body.hpp"

#include "providers/json_dom.hpp"
#include "providers/retry_after.hpp"

#include <algorithm>

namespace bellwether::providers {

namespace {

// Longer error bodies are no errors of an API.
constexpr std::size_t max_error_bytes = 1U << 20;

std::string text_or_number(const dom::element& value) {
  if (const auto number = integer_of(value))
    return std::to_string(*number);
  return std::string(text_of(value));
}

std::string any_member(const dom::element& value, std::string_view name) {
  const auto member = member_of(value, name);
  return member ? text_or_number(*member) : std::string{};
}

void read_violation(const dom::element& violation, error_body& out) {
  const auto id = text_member(violation, "quotaId");
  out.daily_quota = out.daily_quota || id.find("PerDay") != id.npos;
  const auto limit = member_of(violation, "quotaValue");
  out.no_quota = out.no_quota || (limit && text_or_number(*limit) == "0");
}

// One of Google's details: ErrorInfo, QuotaFailure or RetryInfo.
void read_google_detail(const dom::element& detail, error_body& out) {
  if (const auto reason = text_member(detail, "reason"); !reason.empty())
    out.reason = reason;
  if (const auto delay = text_member(detail, "retryDelay"); !delay.empty())
    out.retry_delay = read_duration(delay);
  dom::array violations;
  const auto member = member_of(detail, "violations");
  if (member && member->get_array().get(violations) == simdjson::SUCCESS) {
    for (const auto violation : violations)
      read_violation(violation, out);
  }
}

void read_details(const dom::element& details, error_body& out) {
  dom::array list;
  if (details.get_array().get(list) == simdjson::SUCCESS) {
    for (const auto detail : list)
      read_google_detail(detail, out);
  } else {
    out.reason = text_member(details, "error_code");
  }
}

// "limit: 0, model: ..." but not "limit: 0.5" or "limit: 05".
bool says_zero_limit(std::string_view message) {
  constexpr std::string_view words = "limit: 0";
  for (auto at = message.find(words); at != message.npos;
       at = message.find(words, at + 1)) {
    const auto rest = message.substr(at + words.size());
    const bool longer = !rest.empty()
                        && ((rest[0] >= '0' && rest[0] <= '9')
                            || (rest[0] == '.' && rest.size() > 1
                                && rest[1] >= '0' && rest[1] <= '9'));
    if (!longer)
      return true;
  }
  return false;
}

error_body read_fields(const dom::element& error) {
  error_body out;
  if (error.is_string()) {
    out.message = text_of(error);
    return out;
  }
  out.message = text_member(error, "message");
  out.type = text_member(error, "type");
  out.code = any_member(error, "code");
  out.param = text_member(error, "param");
  out.status = text_member(error, "status");
  if (const auto details = member_of(error, "details"))
    read_details(*details, out);
  return out;
}

// FastAPI: a text, or a list of what is wrong with which field.
std::string detail_text(const dom::element& detail) {
  dom::element first;
  if (detail.is_string())
    return std::string(text_of(detail));
  if (detail.at_pointer("/0").get(first) == simdjson::SUCCESS)
    return std::string(text_member(first, "msg"));
  return std::string(text_member(detail, "message"));
}

bool says_something(const dom::element& error) {
  if (error.is_string())
    return !text_of(error).empty();
  dom::object object;
  return error.get_object().get(object) == simdjson::SUCCESS
         && object.begin() != object.end();
}

std::optional<error_body> marked_error(const dom::element& root) {
  const auto error = member_of(root, "error");
  if (error && says_something(*error)) {
    auto out = read_fields(*error);
    // Some servers put the rest beside the text.
    if (error->is_string() && out.code.empty())
      out.code = any_member(root, "code");
    if (error->is_string() && out.message.empty())
      out.message = text_member(root, "message");
    return out;
  }
  if (text_member(root, "object") == "error"
      || text_member(root, "type") == "error")
    return read_fields(root);
  return std::nullopt;
}

std::optional<error_body> unmarked_error(const dom::element& root) {
  if (const auto detail = member_of(root, "detail")) {
    error_body out;
    out.message = detail_text(*detail);
    out.code = any_member(root, "code");
    return out;
  }
  if (!text_member(root, "message").empty())
    return read_fields(root);
  return std::nullopt;
}

std::optional<error_body> read(std::string_view text, bool marked_only) {
  dom::element root;
  if (text.size() > max_error_bytes
      || parse_json(text).get(root) != simdjson::SUCCESS)
    return std::nullopt;
  if (root.is_array() && root.at_pointer("/0").get(root) != simdjson::SUCCESS)
    return std::nullopt;
  auto found = marked_error(root);
  if (!found && !marked_only)
    found = unmarked_error(root);
  if (found) {
    found->no_quota = found->no_quota || says_zero_limit(found->message);
    if (!found->retry_delay)
      found->retry_delay = wait_in_message(found->message);
  }
  return found;
}

} // namespace

std::optional<error_body> read_error_body(std::string_view text) {
  return read(text, false);
}

std::optional<error_body> read_embedded_error(std::string_view text) {
  return read(text, true);
}

bool is_html(std::string_view text) {
  const auto start = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  return start != text.npos && text[start] == '<';
}

} // namespace bellwether::providers
