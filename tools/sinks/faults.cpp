#include "sinks/faults.hpp"

#include "sinks/form.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace bellwether::sinks {

using nlohmann::json;

namespace {

constexpr std::array<std::pair<std::string_view, fault::kind>, 6> names{
    {{"hang", fault::kind::hang},
     {"reset", fault::kind::reset},
     {"status", fault::kind::status},
     {"redirect", fault::kind::redirect},
     {"slow", fault::kind::slow},
     {"drip", fault::kind::drip}}};

constexpr int last_status = 599;
constexpr int a_day = 86'400;

objections check_order(const json& order) {
  objections out;
  form f{order, "", "order", out};
  f.text("path", {1}, need::required);
  f.choice("fault", {"hang", "reset", "status", "redirect", "slow", "drip"},
           need::required);
  f.whole("status", {200, last_status});
  f.whole("count", {1});
  f.whole("retry_after", {0, a_day});
  f.whole("delay_ms", {0, std::size_t{a_day} * 1000});
  f.boolean("accept");
  f.text("body");
  f.text("location", {1});
  f.only({"path", "fault", "status", "count", "retry_after", "accept", "body",
          "location", "delay_ms"});
  return out;
}

/// Of an order that was checked.
fault fault_of(const json& order) {
  const auto name = order.at("fault").get<std::string>();
  const auto* at =
      std::ranges::find(names, std::string_view{name},
                        &std::pair<std::string_view, fault::kind>::first);
  fault out;
  out.what = at->second;
  const bool redirect = out.what == fault::kind::redirect;
  const bool drip = out.what == fault::kind::drip;
  out.status = order.value("status", redirect ? 302 : 500);
  if (order.contains("retry_after")) {
    out.retry_after = order["retry_after"].get<int>();
  }
  out.accept = order.value("accept", false);
  out.body = order.value("body", "fault\n");
  out.location = order.value("location", "/elsewhere");
  out.delay =
      std::chrono::milliseconds{order.value("delay_ms", drip ? 50 : 2000)};
  return out;
}

} // namespace

std::string_view fault::name() const {
  return std::ranges::find(names, what,
                           &std::pair<std::string_view, fault::kind>::second)
      ->first;
}

objections fault_orders::add(const json& given) {
  auto out = check_order(given);
  if (!out.refused()) {
    order o{given.at("path"), fault_of(given), std::nullopt};
    if (given.contains("count")) {
      o.left = given["count"].get<std::int64_t>();
    }
    all_.push_back(std::move(o));
  }
  return out;
}

std::optional<fault> fault_orders::take(std::string_view path) {
  const auto at = std::ranges::find(all_, path, &order::path);
  if (at == all_.end()) {
    return std::nullopt;
  }
  auto out = at->what;
  if (at->left && --*at->left == 0) {
    all_.erase(at);
  }
  return out;
}

} // namespace bellwether::sinks
