#include "actors/key_watch.hpp"

#include "actors/lane.hpp"
#include "settings/text_file.hpp"
#include "storage/key_file.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <sys/stat.h>
#include <utility>

namespace bellwether::actors {

namespace {

using key_watch_pointer = key_watch_actor::stateful_pointer<key_watch_state>;
using ring_ptr = std::shared_ptr<const key_ring>;

constexpr std::chrono::milliseconds tick{500};
constexpr std::size_t most_bytes = std::size_t{1} << 20;
constexpr const char* absent = "absent";

/// Another text after every change that a program makes to the file.
std::string look_of(const std::filesystem::path& file) {
  struct stat found {};
  if (::stat(file.c_str(), &found) != 0)
    return errno == ENOENT ? absent : "unknown";
  return fmt::format("{}.{:09} {} {}", found.st_mtim.tv_sec,
                     found.st_mtim.tv_nsec, found.st_size, found.st_ino);
}

void complain(key_watch_state& state, const std::string& why) {
  const auto words = why + "; the keys stay as they were";
  spdlog::error("{}", words);
  event e;
  e.at = std::chrono::system_clock::now();
  e.kind = "keys_unusable";
  e.cause = words;
  state.events->append(std::move(e));
  state.config.board->set_problem(words);
}

void put_in_force(key_watch_state& state, ring_ptr ring) {
  state.config.board->set_problem("");
  if (ring->keys() == state.config.board->ring()->keys())
    return;
  const auto& keys = ring->keys();
  const auto revoked = std::ranges::count_if(
      keys, [](const auto& key) { return key.revoked.has_value(); });
  spdlog::info("the callers' keys have changed: {}, of which {} revoked",
               keys.size(), revoked);
  state.config.board->publish(ring);
  tell(state.where->cost(), keys_changed{std::move(ring)});
}

void look(key_watch_state& state) {
  auto now = look_of(state.config.file);
  if (now == state.seen)
    return;
  state.seen = std::move(now);
  if (state.seen == absent) {
    if (state.config.board->ring()->any())
      complain(state, state.config.file.string() + ": the file is gone");
    return;
  }
  auto read = read_key_ring(state.config.file);
  if (const auto* why = std::get_if<std::string>(&read))
    complain(state, *why);
  else
    put_in_force(state, std::get<ring_ptr>(std::move(read)));
}

} // namespace

std::variant<std::shared_ptr<const key_ring>, std::string> read_key_ring(
    const std::filesystem::path& file) {
  const auto name = file.string();
  if (look_of(file) == absent)
    return std::make_shared<const key_ring>(std::vector<domain::caller_key>{});
  const auto text = settings::read_text_file(name, most_bytes);
  if (const auto* why = std::get_if<settings::file_error>(&text))
    return name + ": " + why->why;
  auto keys = storage::read_keys(std::get<std::string>(text));
  if (const auto* why = std::get_if<std::string>(&keys))
    return name + ": " + *why;
  return std::make_shared<const key_ring>(
      std::get<std::vector<domain::caller_key>>(std::move(keys)));
}

key_watch_actor::behavior_type key_watch(key_watch_pointer self,
                                         key_watch_config config,
                                         std::shared_ptr<const directory> where,
                                         std::shared_ptr<event_log> events) {
  auto& state = self->state;
  state.config = std::move(config);
  state.where = std::move(where);
  state.events = std::move(events);
  self->send(self, key_watch_tick{});
  return {
      [self](key_watch_tick) {
        self->delayed_send(self, tick, key_watch_tick{});
        look(self->state);
      },
  };
}

} // namespace bellwether::actors
