#include "providers/openai/exchange.hpp"

#include "providers/error_class.hpp"
#include "providers/quota_headers.hpp"
#include "providers/retry_after.hpp"

#include <algorithm>

namespace bellwether::providers {

namespace {

constexpr std::string_view user_agent = "bellwether/" BELLWETHER_VERSION;

} // namespace

std::vector<std::pair<std::string, std::string>> openai_headers(
    std::string_view api_key) {
  std::vector<std::pair<std::string, std::string>> out;
  out.reserve(4);
  if (!api_key.empty())
    out.emplace_back("Authorization", "Bearer " + std::string(api_key));
  out.emplace_back("Content-Type", "application/json");
  out.emplace_back("Accept", "application/json");
  out.emplace_back("User-Agent", user_agent);
  return out;
}

domain::failure classify_openai(const answer_head& head,
                                std::string_view body) {
  auto out = classify_answer(head.status, body, retry_after(head));
  if (out.what == domain::failure_class::rate_limited && !out.retry_after)
    out.retry_after = openai_limit_reset(head);
  return out;
}

void trim_body(std::string& body) {
  constexpr std::string_view white = " \t\r\n";
  body.erase(body.find_last_not_of(white) + 1);
  if (body.starts_with("\xEF\xBB\xBF"))
    body.erase(0, 3);
  body.erase(0, std::min(body.find_first_not_of(white), body.size()));
}

} // namespace bellwether::providers
