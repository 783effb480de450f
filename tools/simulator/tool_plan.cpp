#include "simulator/tool_plan.hpp"

#include "simulator/sample_arguments.hpp"

#include <algorithm>
#include <charconv>

namespace bellwether::simulator {

namespace {

/// How many calls the user asked for, and how.
struct order {
  std::size_t calls = 0;
  bool counted = false; // so many and no more, even if a call is required
  bool each = false;    // every tool, and not always the first
};

std::optional<std::size_t> times_in(std::string_view rest) {
  if (!rest.starts_with(' ')) {
    return std::nullopt;
  }
  rest.remove_prefix(1);
  std::size_t n = 0;
  const auto* end = rest.data() + rest.size();
  const auto read = std::from_chars(rest.data(), end, n);
  const std::string_view unit{read.ptr,
                              static_cast<std::size_t>(end - read.ptr)};
  if (read.ec != std::errc{} || !unit.starts_with(" time")) {
    return std::nullopt;
  }
  return n;
}

order order_in(const dialogue& d, std::size_t tools) {
  std::string_view rest;
  if (d.user_says("call the tools in parallel", rest)) {
    return {tools, true, true};
  }
  if (!d.user_says("call the tool", rest)) {
    return {};
  }
  const auto n = times_in(rest);
  return {n.value_or(1), n.has_value(), false};
}

std::string arguments_for(const offered_tool& tool) {
  return tool.schema ? sample_arguments(simdjson::minify(*tool.schema)) : "{}";
}

std::optional<std::int64_t> whole(std::string_view text) {
  std::int64_t n = 0;
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, n);
  if (read.ec != std::errc{} || read.ptr != end) {
    return std::nullopt;
  }
  return n;
}

/// The sum of results that are all whole numbers.
std::optional<std::int64_t> sum_of(const std::vector<std::string>& results) {
  std::int64_t sum = 0;
  for (const auto& r : results) {
    const auto n = whole(r);
    if (!n || __builtin_add_overflow(sum, *n, &sum)) {
      return std::nullopt;
    }
  }
  return sum;
}

/// "The tools said: 3; 4. The sum is 7."
std::string summary(const std::vector<std::string>& results) {
  std::string text;
  for (const auto& r : results) {
    text.append(text.empty() ? "The tools said: " : "; ").append(r);
  }
  const auto sum = sum_of(results);
  return text + "." + (sum ? " The sum is " + std::to_string(*sum) + "." : "");
}

void keep_only(const std::vector<std::string_view>& names,
               std::vector<offered_tool>& tools) {
  if (!names.empty()) {
    std::erase_if(tools, [&](const offered_tool& t) {
      return std::ranges::find(names, t.name) == names.end();
    });
  }
}

} // namespace

void plan_tools(const dialogue& d, std::vector<offered_tool> offered,
                const tool_demand& demand, question& q) {
  keep_only(demand.only, offered);
  const auto have = d.results().size();
  auto wanted = order_in(d, offered.size());
  const bool required = demand.what == tool_demand::kind::required;
  if (required && !wanted.counted) {
    wanted.calls = have + 1;
  }
  if (demand.what == tool_demand::kind::none || offered.empty()) {
    wanted.calls = 0;
  }
  if (wanted.calls > have) {
    const bool at_once = wanted.each && demand.parallel;
    const auto to = at_once ? wanted.calls : have + 1;
    for (auto i = have; i < to; ++i) {
      const auto& tool = offered[wanted.each ? i % offered.size() : 0];
      q.tools.push_back({std::string{tool.name}, arguments_for(tool)});
    }
  } else if (have > 0) {
    q.said = summary(d.results());
  }
}

} // namespace bellwether::simulator
