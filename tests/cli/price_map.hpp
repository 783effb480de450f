#pragma once

#include <string>

namespace bellwether::cli::test {

/// A price map in LiteLLM's form: 5 models for text, and others.
inline const std::string price_map = R"({
  "sample_spec": {
    "input_cost_per_token": 0.0,
    "output_cost_per_token": 0.0,
    "max_input_tokens": "max input tokens, if the provider specifies it",
    "mode": "one of: chat, embedding, completion, image_generation"
  },
  "plain": {
    "input_cost_per_token": 2.8e-07,
    "output_cost_per_token": 4.2e-07,
    "cache_read_input_token_cost": 2.8e-08,
    "cache_creation_input_token_cost": 0.0,
    "litellm_provider": "deepseek",
    "mode": "chat",
    "supports_vision": false
  },
  "vendor/long": {
    "input_cost_per_token": 3e-06,
    "output_cost_per_token": 1.5e-05,
    "cache_read_input_token_cost": 3e-07,
    "cache_creation_input_token_cost": 3.75e-06,
    "cache_creation_input_token_cost_above_1hr": 6e-06,
    "input_cost_per_token_above_200k_tokens": 6e-06,
    "output_cost_per_token_above_200k_tokens": 2.25e-05,
    "cache_read_input_token_cost_above_200k_tokens": 6e-07,
    "cache_creation_input_token_cost_above_200k_tokens": 7.5e-06,
    "input_cost_per_token_batches": 1.5e-06,
    "input_cost_per_token_above_200k_tokens_batches": 3e-06,
    "mode": "chat"
  },
  "some-embedding": {"input_cost_per_token": 2e-08, "mode": "embedding"},
  "old": {
    "input_cost_per_token": 1e-06, "output_cost_per_token": 2e-06,
    "mode": "completion"
  },
  "free": {
    "input_cost_per_token": 0, "output_cost_per_token": 0, "mode": "responses"
  },
  "by-tiers": {"tiered_pricing": [{"range": [0, 1]}], "mode": "chat"},
  "by-seconds": {"input_cost_per_second": 0.01, "mode": "chat"},
  "painter": {"output_cost_per_image": 0.04, "mode": "image_generation"}
})";

} // namespace bellwether::cli::test
