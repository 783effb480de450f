#include "simulator/limits.hpp"

#include <algorithm>

namespace bellwether::simulator {

namespace {

using level = std::optional<limit_level>;

level level_of(std::optional<std::uint64_t> limit, std::uint64_t used) {
  if (!limit) {
    return std::nullopt;
  }
  return limit_level{*limit, *limit - std::min(*limit, used)};
}

} // namespace

limit_standing limit_counter::take(const limit_plan& plan,
                                   const std::string& model,
                                   std::uint64_t tokens, time_point now) {
  auto& used = current(plan, model, now);
  limit_standing out{.requests = level_of(plan.requests, used.requests),
                     .tokens = level_of(plan.tokens, used.tokens),
                     .reset_in = used.end - now};
  if (out.requests && out.requests->remaining == 0) {
    out.exceeded = limit_kind::requests;
    return out;
  }
  if (out.tokens && out.tokens->remaining < tokens) {
    out.exceeded = limit_kind::tokens;
    return out;
  }
  out.requests = level_of(plan.requests, ++used.requests);
  out.tokens = level_of(plan.tokens, used.tokens += tokens);
  return out;
}

limit_counter::window& limit_counter::current(const limit_plan& plan,
                                              const std::string& model,
                                              time_point now) {
  // Callers may make up names of models without end.
  constexpr std::size_t many = 1000;
  if (windows_.size() > many) {
    std::erase_if(windows_,
                  [now](const auto& w) { return w.second.end <= now; });
  }
  auto& found = windows_[model];
  if (found.end <= now) {
    found = {.end = now + plan.window};
  }
  return found;
}

} // namespace bellwether::simulator
