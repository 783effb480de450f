#include "domain/token_estimate.hpp"

#include <cmath>

namespace bellwether::domain {

namespace {

/// So many bytes of text make so many tokens.
struct ratio {
  std::int64_t bytes;
  std::int64_t tokens;
};

ratio ratio_of(model_family f) {
  switch (f) {
    case model_family::anthropic:
      return {7, 2};
    case model_family::deepseek:
      return {10, 3};
    case model_family::openai:
    case model_family::gemini:
    case model_family::other:
      break;
  }
  return {4, 1};
}

} // namespace

std::string_view to_string(model_family f) {
  switch (f) {
    case model_family::openai:
      return "openai";
    case model_family::anthropic:
      return "anthropic";
    case model_family::gemini:
      return "gemini";
    case model_family::deepseek:
      return "deepseek";
    case model_family::other:
      return "other";
  }
  return "unknown";
}

std::int64_t estimate_tokens(model_family f, std::int64_t bytes) {
  if (bytes <= 0)
    return 0;
  const ratio r = ratio_of(f);
  // The whole parts first, so that no number of bytes overflows.
  const std::int64_t rest = bytes % r.bytes * r.tokens;
  return bytes / r.bytes * r.tokens + (rest + r.bytes - 1) / r.bytes;
}

void estimate_error::add(std::int64_t estimated, std::int64_t counted) {
  // No share of nothing: such a sample says nothing in percent.
  if (counted <= 0 || estimated < 0)
    return;
  ++samples_;
  estimated_ += estimated;
  counted_ += counted;
  distances_ += std::abs(static_cast<double>(estimated - counted))
                / static_cast<double>(counted);
}

double estimate_error::bias_percent() const {
  if (samples_ == 0)
    return 0;
  return 100.0 * static_cast<double>(estimated_ - counted_)
         / static_cast<double>(counted_);
}

double estimate_error::mean_error_percent() const {
  if (samples_ == 0)
    return 0;
  return 100.0 * distances_ / static_cast<double>(samples_);
}

} // namespace bellwether::domain
