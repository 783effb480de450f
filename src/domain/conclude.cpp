#include "domain/conclude.hpp"

#include "domain/text.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace bellwether::domain {

namespace {

using std::chrono::seconds;

constexpr std::size_t message_bytes = 1'000;
constexpr std::size_t detail_bytes = 160;
constexpr std::size_t name_bytes = 120;
constexpr std::size_t code_bytes = 100;

// For a limited rate whose end nobody has named.
constexpr seconds unnamed_rate_limit{10};

// What the records say of one candidate.
struct summary {
  std::size_t deployment = 0;
  const attempt_record* last = nullptr;
  const attempt_record* attempt = nullptr; ///< the last that was really made
  bool held_out = false; ///< before any attempt: that was a last resort
};

enum class fate { rate_limited, bad_answer, misconfigured, other };

bool operators_fault(failure_class c) {
  const health_mark mark = verdict_of(c).mark;
  return mark == health_mark::provider_misconfigured
         || mark == health_mark::model_misconfigured;
}

std::vector<summary> summarize(const std::vector<attempt_record>& records) {
  std::vector<summary> all;
  for (const attempt_record& r : records) {
    auto found = std::ranges::find(all, r.deployment, &summary::deployment);
    if (found == all.end())
      found = all.insert(all.end(), {r.deployment, nullptr, nullptr, false});
    found->last = &r;
    if (r.admitted)
      found->attempt = &r;
    else if (found->attempt == nullptr && r.held != health_state::closed)
      found->held_out = true;
  }
  return all;
}

fate fate_of(const summary& s) {
  if (s.attempt == nullptr) {
    if (s.last->held == health_state::rate_limited)
      return fate::rate_limited;
    return s.last->held == health_state::misconfigured ? fate::misconfigured
                                                       : fate::other;
  }
  const failure_class what = s.attempt->failure.what;
  if (what == failure_class::rate_limited)
    return fate::rate_limited;
  if (what == failure_class::bad_answer || what == failure_class::truncated)
    return s.held_out ? fate::other : fate::bad_answer;
  return operators_fault(what) ? fate::misconfigured : fate::other;
}

// The mistake that decides alone, if there is one. A prompt that is too long
// for one model is none while a larger model has only failed.
const failure* callers_mistake(const catalog& models,
                               const std::vector<attempt_record>& records) {
  const failure* too_long = nullptr;
  std::int64_t too_small = -1;
  std::int64_t largest = -1;
  for (const attempt_record& r : records) {
    const std::int64_t window = models.deployments[r.deployment].context_window;
    largest = std::max(largest, window);
    if (!r.admitted)
      continue;
    const failure_class what = r.failure.what;
    if (verdict_of(what).step == next_step::tell_caller
        && what != failure_class::deadline_passed)
      return &r.failure;
    if (what == failure_class::context_too_long && window >= too_small) {
      too_long = &r.failure;
      too_small = window;
    }
  }
  return largest <= too_small ? too_long : nullptr;
}

// Nothing was wrong but that no format can carry what the caller wants.
const failure* unsupported_everywhere(
    const std::vector<attempt_record>& records) {
  const bool all = std::ranges::all_of(records, [](const attempt_record& r) {
    return r.admitted && r.failure.what == failure_class::unsupported;
  });
  return all && !records.empty() ? &records.front().failure : nullptr;
}

struct wording {
  int status;
  std::string_view code;
  std::string_view message;
};

wording defaults_for(failure_class c) {
  switch (c) {
    case failure_class::context_too_long:
      return {400, "context_length_exceeded",
              "the prompt is longer than the model's context window"};
    case failure_class::content_refused:
      return {400, "content_policy_violation",
              "the provider's content policy refused the request"};
    case failure_class::request_too_large:
      return {413, "request_too_large",
              "the request is larger than the provider accepts"};
    case failure_class::unsupported:
      return {400, "unsupported_parameter",
              "no provider behind this model supports the request"};
    case failure_class::caller_gone:
      return {499, "caller_gone", "the caller closed its connection"};
    default:
      return {400, "bad_request", "the provider did not accept the request"};
  }
}

exhausted explain_mistake(const failure& f) {
  const wording usual = defaults_for(f.what);
  const bool keep = f.status == 400 || f.status == 413 || f.status == 422;
  exhausted e;
  e.status = keep ? f.status : usual.status;
  e.type = "invalid_request_error";
  e.code = clip(f.code.empty() ? usual.code : f.code, code_bytes);
  e.param = clip(f.param, name_bytes);
  e.message = clip(f.detail.empty() ? usual.message : f.detail, message_bytes);
  return e;
}

std::string name_of(const catalog& models, std::size_t deployment) {
  const domain::deployment& d = models.deployments[deployment];
  return clip(models.providers[d.provider] + "/" + d.name, name_bytes);
}

std::string describe_refusal(const attempt_record& r, time_point now) {
  if (r.why == refusal::over_budget)
    return "over its budget";
  if (r.held == health_state::closed)
    return "busy";
  std::string text = "held out (" + std::string{to_string(r.held)} + ")";
  const auto left = std::chrono::ceil<seconds>(r.until - now);
  if (left > seconds::zero())
    text +=
        std::string{" for "}.append(std::to_string(left.count())).append(" s");
  return text;
}

std::string describe(const attempt_record& r, time_point now) {
  if (!r.admitted)
    return describe_refusal(r, now);
  const std::string what{to_string(r.failure.what)};
  // A provider's 401 would send callers after their own key, and its text may
  // quote ours.
  if (operators_fault(r.failure.what))
    return "misconfigured (" + what + ")";
  std::string text = r.failure.status == 0
                         ? what
                         : std::to_string(r.failure.status) + " " + what;
  if (!r.failure.detail.empty())
    text += " (" + clip(r.failure.detail, detail_bytes) + ")";
  return text;
}

std::string list(const catalog& models,
                 const std::vector<attempt_record>& records, time_point now,
                 std::string text) {
  // Room for the count of those left out.
  constexpr std::size_t most = message_bytes - 30;
  std::string_view separator = ": ";
  for (std::size_t i = 0; i < records.size(); ++i) {
    const std::string entry = name_of(models, records[i].deployment) + ": "
                              + describe(records[i], now);
    if (text.size() + separator.size() + entry.size() > most)
      return text + "; and " + std::to_string(records.size() - i) + " more";
    text += separator;
    text += entry;
    separator = "; ";
  }
  return text;
}

// Nothing if waiting does not help, or nobody knows how long.
std::optional<time_point> return_of(const summary& s) {
  if (s.last->why == refusal::over_budget)
    return std::nullopt;
  if (!s.last->admitted)
    return s.last->until;
  const failure& f = s.last->failure;
  const bool unknown = f.what == failure_class::rate_limited && !f.retry_after;
  if (unknown || operators_fault(f.what)
      || f.what == failure_class::context_too_long
      || f.what == failure_class::unsupported)
    return std::nullopt;
  return s.last->until;
}

std::optional<seconds> soonest_return(const std::vector<summary>& all,
                                      time_point now) {
  std::optional<time_point> soonest;
  for (const summary& s : all)
    if (const auto t = return_of(s))
      soonest = std::min(soonest.value_or(*t), *t);
  if (!soonest)
    return std::nullopt;
  return std::max(seconds{1}, std::chrono::ceil<seconds>(*soonest - now));
}

struct outline {
  int status;
  std::string_view type;
  std::string_view code;
  std::string_view opening;
};

outline outline_of(const std::vector<summary>& all, bool deadline_passed) {
  const auto everyone = [&](fate f) {
    return !all.empty() && std::ranges::all_of(all, [&](const summary& s) {
      return fate_of(s) == f;
    });
  };
  if (everyone(fate::rate_limited))
    return {429, "rate_limit_error", "rate_limit_exceeded",
            "every provider limits the rate"};
  if (deadline_passed)
    return {504, "timeout_error", "deadline_exceeded",
            "the deadline passed before a provider answered"};
  if (everyone(fate::bad_answer))
    return {502, "api_error", "bad_upstream_answer",
            "no provider gave a usable answer"};
  if (everyone(fate::misconfigured))
    return {503, "service_unavailable_error", "provider_unavailable",
            "no provider is set up to answer"};
  return {503, "service_unavailable_error", "providers_unavailable",
          "no provider could answer"};
}

} // namespace

exhausted conclude(const catalog& models,
                   const std::vector<attempt_record>& records, time_point now,
                   bool deadline_passed) {
  if (const failure* mistake = callers_mistake(models, records))
    return explain_mistake(*mistake);
  if (const failure* wish = unsupported_everywhere(records))
    return explain_mistake(*wish);
  const std::vector<summary> all = summarize(records);
  const bool late = std::ranges::any_of(records, [](const attempt_record& r) {
    return r.admitted && r.failure.what == failure_class::deadline_passed;
  });
  const outline o = outline_of(all, deadline_passed || late);
  exhausted e;
  e.status = o.status;
  e.type = o.type;
  e.code = o.code;
  e.message = list(models, records, now, std::string{o.opening});
  e.retry_after = soonest_return(all, now);
  if (e.status == 429 && !e.retry_after)
    e.retry_after = unnamed_rate_limit;
  return e;
}

} // namespace bellwether::domain
