#include "domain/stream_guard.hpp"

#include "domain/request_facts.hpp"

#include <algorithm>
#include <string>

namespace bellwether::domain {

namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using time_point = stream_guard::time_point;

failure too_slow(std::string what, milliseconds limit) {
  return {.what = failure_class::timed_out,
          .detail = std::move(what) + " within " + std::to_string(limit.count())
                    + " ms"};
}

} // namespace

stream_guard::stream_guard(const stream_limits& limits, time_point started)
    : limits_{limits}, started_{started}, last_{started} {}

void stream_guard::progressed(std::int64_t chars, time_point now) {
  if (chars <= 0)
    return;
  if (!first_)
    first_ = now - started_;
  last_ = now;
  chars_ += chars;
  if (limits_.min_tokens_per_second == 0)
    return;
  // A mark every hundredth of the window is as good as one a token.
  if (window_.empty()
      || now - window_.back().when >= limits_.rate_window / mark_share)
    window_.push_back({now, chars_});
  while (window_.size() > 1 && window_[1].when <= now - limits_.rate_window)
    window_.pop_front();
}

void stream_guard::paused(nanoseconds length) {
  started_ += length;
  last_ += length;
  for (auto& mark : window_)
    mark.when += length;
}

/// When the window will begin at a mark behind which too little has come.
std::optional<time_point> stream_guard::rate_deadline() const {
  const auto window = std::chrono::duration<double>{limits_.rate_window};
  const auto wanted =
      static_cast<double>(limits_.min_tokens_per_second) * window.count();
  const auto slow = std::ranges::find_if(window_, [&](const progress& mark) {
    return static_cast<double>(estimate_tokens(chars_ - mark.chars)) < wanted;
  });
  if (slow == window_.end())
    return std::nullopt;
  return slow->when + limits_.rate_window;
}

std::optional<time_point> stream_guard::total_deadline() const {
  if (limits_.total == milliseconds::zero())
    return std::nullopt;
  return started_ + limits_.total;
}

time_point stream_guard::deadline() const {
  auto out = time_point::max();
  const auto silence = first_ ? limits_.between_tokens : limits_.first_token;
  if (silence > milliseconds::zero())
    out = last_ + silence;
  if (const auto slow = rate_deadline())
    out = std::min(out, *slow);
  if (const auto end = total_deadline())
    out = std::min(out, *end);
  return out;
}

std::optional<failure> stream_guard::check(time_point now) const {
  if (const auto end = total_deadline(); end && now >= *end)
    return too_slow("the stream did not end", limits_.total);
  if (!first_ && limits_.first_token > milliseconds::zero()
      && now >= last_ + limits_.first_token)
    return too_slow("no first token came", limits_.first_token);
  if (first_ && limits_.between_tokens > milliseconds::zero()
      && now >= last_ + limits_.between_tokens)
    return too_slow("no further token came", limits_.between_tokens);
  if (const auto slow = rate_deadline(); slow && now >= *slow)
    return too_slow("fewer than "
                        + std::to_string(limits_.min_tokens_per_second)
                        + " tokens a second came",
                    limits_.rate_window);
  return std::nullopt;
}

std::optional<nanoseconds> stream_guard::first_token() const {
  return first_;
}

} // namespace bellwether::domain
