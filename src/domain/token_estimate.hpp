#pragma once

#include <cstdint>
#include <string_view>

namespace bellwether::domain {

/// Whose tokenizer a model has, as far as that can be known.
enum class model_family : std::uint8_t {
  openai,
  anthropic,
  gemini,
  deepseek,
  other,
};

std::string_view to_string(model_family f);

/// Tokens that so many UTF-8 bytes of text are likely to be, rounded up. By
/// what the vendors state: 4 bytes a token, Anthropic 3.5, DeepSeek 10/3.
std::int64_t estimate_tokens(model_family f, std::int64_t bytes);

/// How far estimates were from what providers counted.
class estimate_error {
public:
  void add(std::int64_t estimated, std::int64_t counted);

  std::uint64_t samples() const { return samples_; }
  /// All estimates together against all counts, in percent: above 0 is too
  /// much. 0 without samples.
  double bias_percent() const;
  /// The mean of each one's distance, in percent.
  double mean_error_percent() const;

private:
  std::uint64_t samples_ = 0;
  std::int64_t estimated_ = 0;
  std::int64_t counted_ = 0;
  double distances_ = 0;
};

} // namespace bellwether::domain
