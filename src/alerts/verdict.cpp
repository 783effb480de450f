#include "alerts/verdict.hpp"

#include "alerts/plain_text.hpp"
#include "domain/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace bellwether::alerts {

namespace {

using settings::sink_kind;
using enum verdict::kind;
using std::chrono::milliseconds;

constexpr std::size_t most_words = 200;
constexpr double longest_pause_s = 86'400;

bool took(sink_kind kind, const sink_answer& answer) {
  switch (kind) {
    case sink_kind::slack: {
      auto body = answer.body;
      while (body.ends_with('\n') || body.ends_with('\r'))
        body.pop_back();
      return answer.status == 200 && body == "ok";
    }
    case sink_kind::pagerduty:
      return answer.status == 202;
    case sink_kind::teams:
      return answer.status == 200 || answer.status == 202;
    case sink_kind::discord:
      return answer.status == 200 || answer.status == 204;
    case sink_kind::webhook:
    case sink_kind::email:
      break;
  }
  return answer.status >= 200 && answer.status < 300;
}

std::optional<milliseconds> pause_of(double seconds) {
  if (!(seconds >= 0))
    return std::nullopt;
  return milliseconds{std::llround(std::min(seconds, longest_pause_s) * 1'000)};
}

/// Discord says it in the body, as a fraction.
std::optional<milliseconds> pause_in_body(const std::string& body) {
  const auto read = nlohmann::json::parse(body, nullptr, false);
  if (!read.is_object())
    return std::nullopt;
  const auto found = read.find("retry_after");
  if (found == read.end() || !found->is_number())
    return std::nullopt;
  return pause_of(found->get<double>());
}

std::optional<milliseconds> pause_asked(sink_kind kind,
                                        const sink_answer& answer) {
  if (kind == sink_kind::discord)
    if (const auto said = pause_in_body(answer.body))
      return said;
  if (!answer.retry_after)
    return std::nullopt;
  const auto& text = *answer.retry_after;
  double seconds = -1;
  const auto* end = text.data() + text.size();
  const auto read =
      std::from_chars(text.data(), end, seconds, std::chars_format::fixed);
  if (read.ec != std::errc{} || read.ptr != end)
    return std::nullopt;
  return pause_of(seconds);
}

/// Cut, and without line ends.
std::string line(const std::string& text) {
  auto out = clean(text);
  std::ranges::replace(out, '\n', ' ');
  return domain::clip(out, most_words);
}

std::string words(const sink_answer& answer) {
  const auto body = line(answer.body);
  const auto out = "it answered " + std::to_string(answer.status);
  return body.empty() ? out : out + ": " + body;
}

verdict::kind kind_of_http(int status) {
  switch (status) {
    case 400:
    case 413:
    case 422:
      return rejected;
    case 401:
    case 403:
    case 404:
    case 410:
      return disabled;
    case 408:
    case 429:
      return again;
    default:
      break;
  }
  if (status >= 500 || status < 200)
    return again;
  // A redirect would take the secrets elsewhere; an unexpected 2xx is somebody
  // else's.
  return status < 400 ? disabled : rejected;
}

verdict::kind kind_of_smtp(int status) {
  if (status == 530 || status == 534 || status == 535)
    return disabled;
  return status >= 500 ? rejected : again;
}

} // namespace

verdict judge(sink_kind kind, const sink_answer& answer) {
  if (answer.status == 0) {
    verdict out;
    out.what = answer.lasting_problem ? disabled : again;
    out.why = line(answer.problem);
    return out;
  }
  if (took(kind, answer))
    return {};
  // A good beginning that broke off may have become the right answer.
  constexpr int first_redirect = 300;
  const bool broke_off =
      answer.status < first_redirect && !answer.problem.empty();
  verdict out;
  if (broke_off)
    out.what = again;
  else
    out.what = kind == sink_kind::email ? kind_of_smtp(answer.status)
                                        : kind_of_http(answer.status);
  if (out.what == again)
    out.pause = pause_asked(kind, answer);
  out.why = words(answer);
  if (!answer.problem.empty())
    out.why += " (" + line(answer.problem) + ")";
  return out;
}

} // namespace bellwether::alerts
