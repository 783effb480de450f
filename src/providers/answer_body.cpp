#include "providers/answer_body.hpp"

#include "providers/error_body.hpp"
#include "providers/error_class.hpp"
#include "providers/retry_after.hpp"

namespace bellwether::providers {

std::optional<domain::failure> parse_answer(std::string_view body, int status,
                                            dom::element& root) {
  if (is_html(body))
    return not_an_answer("The provider answered with an HTML page.", status);
  if (parse_json(body).get(root) != simdjson::SUCCESS)
    return not_an_answer("The answer is not valid JSON.", status);
  return std::nullopt;
}

domain::failure with_wait(domain::failure failed, const answer_head& head) {
  using enum domain::failure_class;
  const bool waits = failed.what == rate_limited || failed.what == overloaded;
  if (waits && !failed.retry_after)
    failed.retry_after = retry_after(head);
  return failed;
}

} // namespace bellwether::providers
