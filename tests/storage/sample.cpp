#include "storage/sample.hpp"

namespace bellwether::storage {

using namespace std::chrono_literals;

namespace {

// 2026-11-22T12:00:00Z
constexpr std::chrono::hours noon{498'708};

} // namespace

moment sample_moment(std::chrono::milliseconds later) {
  return {domain::time_point{24h + later},
          std::chrono::system_clock::time_point{noon + 250ms + later}};
}

memory sample_memory() {
  const auto now = sample_moment().steady;
  provider_memory down;
  down.health = {domain::health_state::open,
                 7,
                 2,
                 0,
                 now - 90s,
                 now + 42'123ms,
                 "3 failures in a row: \"connect\" refused \xc3\xa9\n"};
  down.models["gpt-4o"] = {
      {domain::health_state::rate_limited, 0, 0, 3, now - 1s, now + 5s, "429"},
      {120ms, 95ms, 1'031ms},
      {2s}};
  memory out;
  out.providers["first"] = down;
  out.providers["second"] = {};
  out.provider_order = {"second", "first"};
  out.hours = {{noon.count() - 30, {{10, 1}, 2, {{9, 2}, {3, 0}}}},
               {noon.count(), {{20, 0}, 0, {{0, 0}, {20, 0}}}}};
  return out;
}

nlohmann::json sample_json() {
  return nlohmann::json::parse(write_memory(sample_memory(), sample_moment()));
}

read_result read_json(const nlohmann::json& root,
                      std::chrono::milliseconds later) {
  return read_memory(root.dump(), sample_moment(later), hour_old);
}

} // namespace bellwether::storage
