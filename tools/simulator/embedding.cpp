#include "simulator/embedding.hpp"

#include "simulator/hash.hpp"

#include <nlohmann/json.hpp>

#include <cmath>

namespace bellwether::simulator {

std::vector<float> embedding(std::uint64_t seed, std::string_view model,
                             std::string_view text, std::size_t dimensions) {
  auto h = hash_text(hash_text(seed, model), text);
  std::vector<double> exact(dimensions);
  double sum = 0;
  for (auto& x : exact) {
    h = mix(h);
    x = 2 * unit_interval(h) - 1;
    sum += x * x;
  }
  const auto length = std::sqrt(sum);
  std::vector<float> numbers;
  numbers.reserve(dimensions);
  for (const auto x : exact) {
    numbers.push_back(static_cast<float>(x / length));
  }
  return numbers;
}

std::string json_array(const std::vector<float>& numbers) {
  return nlohmann::json(numbers).dump();
}

} // namespace bellwether::simulator
