#include "providers/gemini/wire.hpp"

#include "providers/error_class.hpp"
#include "providers/retry_after.hpp"

namespace bellwether::providers::gemini {

std::vector<std::pair<std::string, std::string>> request_headers(
    std::string_view api_key) {
  std::vector<std::pair<std::string, std::string>> out;
  out.reserve(4);
  if (!api_key.empty())
    out.emplace_back("x-goog-api-key", api_key);
  out.emplace_back("Content-Type", "application/json");
  out.emplace_back("Accept", "application/json, text/event-stream");
  out.emplace_back("User-Agent", "bellwether/" BELLWETHER_VERSION);
  return out;
}

std::string_view trimmed_body(std::string_view body) {
  constexpr std::string_view white = " \t\r\n";
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (body.starts_with(byte_order_mark))
    body.remove_prefix(byte_order_mark.size());
  const auto first = body.find_first_not_of(white);
  if (first == body.npos)
    return {};
  return body.substr(first, body.find_last_not_of(white) - first + 1);
}

domain::failure failed_answer(const answer_head& head, std::string_view body) {
  return classify_answer(head.status, body, retry_after(head));
}

} // namespace bellwether::providers::gemini
