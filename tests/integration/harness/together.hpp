#pragma once

#include <atomic>
#include <cstddef>
#include <thread>
#include <type_traits>
#include <vector>

namespace bellwether::integration {

/// Calls `work(i)` for each i below `count`, on so many threads at once, and
/// gives the results in order. Assertions belong behind it: Catch2 takes them
/// from one thread only.
template <class Work>
auto together(std::size_t count, std::size_t at_once, Work&& work) {
  std::vector<std::invoke_result_t<Work&, std::size_t>> out(count);
  std::atomic<std::size_t> next = 0;
  std::vector<std::jthread> threads;
  for (std::size_t t = 0; t < at_once; ++t)
    threads.emplace_back([&] {
      for (std::size_t i = next++; i < count; i = next++)
        out[i] = work(i);
    });
  threads.clear();
  return out;
}

} // namespace bellwether::integration
