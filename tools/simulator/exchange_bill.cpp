// What an exchange costs its client, once it is over.
#include "simulator/exchange.hpp"
#include "simulator/provider.hpp"

#include <algorithm>

namespace bellwether::simulator {

bill_reason exchange::reason(bool finished) const {
  if (!charged_) {
    if (entry_->status >= 400) {
      return bill_reason::refused;
    }
    return view_.to.what == endpoint::models ? bill_reason::free_of_charge
                                             : bill_reason::no_answer;
  }
  switch (fault_.kind) {
    case fault_kind::reset:
    case fault_kind::garbage:
    case fault_kind::hang_before_headers:
      return bill_reason::no_answer;
    case fault_kind::error_in_stream:
      return sent_ < script_.bytes.size() ? bill_reason::client_gone
                                          : bill_reason::error_in_stream;
    default:
      break;
  }
  if (finished) {
    return bill_reason::answer;
  }
  return connection_.gone_at() ? bill_reason::client_gone : bill_reason::cut;
}

/// What was made of the answer when it ended, and what of it was sent.
made_content exchange::made_until_end() const {
  if (!stream_) {
    if (sent_ >= whole_end_) {
      return whole_;
    }
    return {.tokens = tokens_made_before_head()};
  }
  const auto& ends = script_.content_ends;
  const auto events = static_cast<std::size_t>(
      std::ranges::upper_bound(ends, sent_) - ends.begin());
  made_content made = events > 0 ? script_.made[events - 1] : made_content{};
  // Thoughts that are not shown come before everything else.
  if (events > 0 || sent_ >= whole_end_) {
    made.tokens += hidden_tokens_;
  }
  return made;
}

/// Of a plain answer, all of which is made before its head is sent.
std::size_t exchange::tokens_made_before_head() const {
  if (sent_ > 0 || generation_.count() == 0) {
    return sent_ > 0 ? whole_.tokens : 0;
  }
  const auto until = connection_.gone_at().value_or(clock::now());
  const auto spent = until - start_ - delay();
  const auto share = std::chrono::duration<double>{spent}
                     / std::chrono::duration<double>{generation_};
  return static_cast<std::size_t>(std::clamp(share, 0.0, 1.0)
                                  * static_cast<double>(whole_.tokens));
}

told_usage exchange::usage_told() const {
  if (sent_ >= script_.usage_end) {
    return told_usage::whole;
  }
  return sent_ >= script_.usage_begin ? told_usage::part : told_usage::none;
}

void exchange::make_out_bill(bool finished) {
  auto& b = entry_->costs;
  b.why = reason(finished);
  b.head_sent = sent_ > 0 && sent_ >= script_.head_end;
  if (charged_) {
    b.made = made_until_end();
    b.told = usage_told();
  }
}

} // namespace bellwether::simulator
