#include "actors/alert_desk.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>
#include <iterator>
#include <utility>

namespace bellwether::actors {

namespace {

using domain::alert_step;
using domain::wall_time;

/// How long the outbox remembers what is over.
constexpr std::chrono::days keep{30};
constexpr std::chrono::hours prune_every{1};
/// For which the book remembers what ended.
constexpr std::chrono::hours flap_memory{1};
constexpr std::size_t most_silences = 100;

std::vector<std::string> sink_names(const settings::alert_settings& of) {
  std::vector<std::string> out;
  out.reserve(of.sinks.size());
  for (const auto& sink : of.sinks)
    out.push_back(sink.name);
  return out;
}

void log(const domain::notification& news) {
  const auto& what = news.about.what;
  const bool is_bad = news.step != alert_step::resolved
                      && news.about.level >= domain::severity::error;
  spdlog::log(is_bad ? spdlog::level::warn : spdlog::level::info,
              "alert {} {}: {} ({})", news.about.number, to_string(news.step),
              what.title, to_string(what.key.rule));
}

/// The first ones one by one: a flood is no reason to flood the log.
void log_all(const std::vector<domain::notification>& news) {
  constexpr std::size_t most_lines = 50;
  for (std::size_t i = 0; i < std::min(news.size(), most_lines); ++i)
    log(news[i]);
  if (news.size() > most_lines)
    spdlog::warn("and {} alerts more, which GET /alerts shows",
                 news.size() - most_lines);
}

bool is_empty(const storage::outbox_entry& what) {
  return what.alerts.empty() && what.messages.empty() && what.folded.empty();
}

} // namespace

alert_desk::alert_desk(alert_desk_config config, wall_time now)
    : config_{std::move(config)},
      book_{config_.alerts.rules, config_.outbox->last_alert()},
      silences_{config_.outbox->silences()} {
  auto known = config_.outbox->open_alerts();
  std::ranges::move(config_.outbox->ended_alerts(now - flap_memory),
                    std::back_inserter(known));
  book_.restore(std::move(known));
  auto folded = config_.outbox->folded();
  for (const auto& name : sink_names(config_.alerts)) {
    auto& gate = gates_.emplace(name, config_.alerts.flood).first->second;
    if (auto found = folded.extract(name))
      gate.restore(std::move(found.mapped()));
  }
}

/// One that fails is told once, and once more when it works again.
template <class Work>
bool alert_desk::try_outbox(const Work& work) {
  try {
    work(*config_.outbox);
    if (!problem_.empty())
      spdlog::info("the file of alerts is written again");
    problem_.clear();
    return true;
  } catch (const std::exception& fault) {
    if (problem_.empty())
      spdlog::error(
          "the file of alerts cannot be used, and none is sent until "
          "it can: {}",
          fault.what());
    problem_ = fault.what();
    return false;
  }
}

std::vector<std::size_t> alert_desk::look(const domain::alert_facts& facts) {
  const auto now = facts.now;
  const auto news =
      book_.update(now, domain::conditions_of(facts, config_.alerts.rules),
                   [&](const auto& key) { return is_silenced(key, now); });
  log_all(news);
  for (const auto& each : news)
    address(each, now);
  tell_folded(now);
  auto out = write(now);
  keep_house(now);
  return out;
}

std::vector<std::size_t> alert_desk::tell_day(domain::day_figures day,
                                              wall_time now) {
  day.open_alerts = static_cast<std::size_t>(std::ranges::count_if(
      book_.alerts(), [](const auto& each) { return each.is_open(); }));
  const auto message = domain::message_of(day, now);
  for (const auto& sink : config_.alerts.digest.sinks)
    unwritten_.messages.emplace_back(sink, message);
  auto out = write(now);
  try_outbox([&](auto& file) { file.digest_made(day.to); });
  return out;
}

std::vector<std::size_t> alert_desk::write(wall_time now) {
  take_changes();
  if (is_empty(unwritten_)
      || !try_outbox([&](auto& file) { file.put(unwritten_, now); }))
    return {};
  std::vector<std::size_t> out;
  const auto& sinks = config_.alerts.sinks;
  for (std::size_t i = 0; i < sinks.size(); ++i)
    if (std::ranges::any_of(unwritten_.messages, [&](const auto& each) {
          return each.first == sinks[i].name;
        }))
      out.push_back(i);
  unwritten_ = {};
  return out;
}

/// The newest state of each alert is enough.
void alert_desk::take_changes() {
  auto& known = unwritten_.alerts;
  for (auto& now : book_.take_changed()) {
    const auto old =
        std::ranges::find(known, now.number, &domain::alert::number);
    if (old == known.end())
      known.push_back(std::move(now));
    else
      *old = std::move(now);
  }
}

bool alert_desk::is_silenced(const domain::alert_key& key,
                             wall_time now) const {
  return std::ranges::any_of(silences_,
                             [&](const auto& each) {
                               return each.matches(key) && each.from <= now
                                      && now < each.until;
                             })
         || std::ranges::any_of(config_.alerts.silences, [&](const auto& each) {
              return each.matches(key) && each.covers(now, *config_.zone);
            });
}

/// In doubt it has.
bool alert_desk::has_heard(const std::string& sink, std::uint64_t alert) {
  bool out = true;
  try_outbox([&](auto& file) { out = file.has_heard(sink, alert); });
  return out || std::ranges::any_of(unwritten_.messages, [&](const auto& each) {
           return each.first == sink && each.second.alert == alert;
         });
}

/// What is wrong with a sink is told to the others; an end to those who had the
/// beginning.
bool alert_desk::is_for(const settings::alert_sink& sink,
                        const domain::notification& news) {
  const auto& about = news.about.what;
  const auto trouble = about.labels.find("sink");
  if (trouble != about.labels.end() && trouble->second == sink.name)
    return false;
  return domain::wants(sink.wanted, news, config_.alerts.rules[about.key.rule])
         && (news.step != alert_step::resolved
             || has_heard(sink.name, news.about.number));
}

void alert_desk::address(const domain::notification& news, wall_time now) {
  const auto message = domain::message_of(
      news, config_.alerts.rules[news.about.what.key.rule], now);
  for (const auto& sink : config_.alerts.sinks) {
    if (!is_for(sink, news))
      continue;
    auto& gate = gates_.at(sink.name);
    if (gate.admit(message))
      unwritten_.messages.emplace_back(sink.name, message);
    else
      unwritten_.folded[sink.name] = gate.folded();
  }
}

void alert_desk::tell_folded(wall_time now) {
  for (auto& [sink, gate] : gates_)
    if (auto digest = gate.due(now)) {
      unwritten_.messages.emplace_back(sink, std::move(*digest));
      unwritten_.folded[sink] = gate.folded();
    }
}

void alert_desk::keep_house(wall_time now) {
  try_outbox([&](auto& file) {
    file.alive(now);
    if (now - pruned_ < prune_every && now >= pruned_)
      return;
    file.prune(now - keep, sink_names(config_.alerts));
    pruned_ = now;
  });
  std::erase_if(silences_,
                [now](const auto& each) { return each.until <= now; });
}

sink_report alert_desk::report_of(const settings::alert_sink& sink) {
  sink_report out;
  out.name = sink.name;
  out.kind = sink.kind;
  out.least = sink.wanted.least;
  out.now = config_.board->state(sink.name);
  out.folded = gates_.at(sink.name).total_folded();
  try_outbox([&](auto& file) { out.counts = file.counts(sink.name); });
  return out;
}

alerts_snapshot alert_desk::report(const alerts_request& asked) {
  auto out = std::make_shared<alerts_report>();
  out->active = book_.alerts();
  out->silences = silences_;
  out->windows = config_.alerts.silences;
  for (const auto& sink : config_.alerts.sinks)
    out->sinks.push_back(report_of(sink));
  out->overflowed = book_.overflowed();
  try_outbox([&](auto& file) {
    out->history = file.history(asked.history);
    out->deliveries = file.deliveries(asked.deliveries);
  });
  out->problem = problem_;
  return out;
}

std::string alert_desk::acknowledge(const acknowledge_alert& what,
                                    wall_time now) {
  if (!book_.acknowledge(what.number, what.by, now))
    return "there is no open alert " + std::to_string(what.number);
  spdlog::info("alert {} was acknowledged by {}", what.number, what.by);
  write(now);
  return problem_;
}

std::uint64_t alert_desk::add(domain::silence what) {
  if (silences_.size() >= most_silences)
    return 0;
  const auto newest =
      std::ranges::max_element(silences_, {}, &domain::silence::id);
  what.id = newest == silences_.end() ? 1 : newest->id + 1;
  if (!try_outbox([&](auto& file) { file.put(what); }))
    return 0;
  silences_.push_back(what);
  return what.id;
}

std::string alert_desk::remove_silence(std::uint64_t id) {
  if (std::erase_if(silences_, [id](const auto& s) { return s.id == id; }) == 0)
    return "there is no silence " + std::to_string(id);
  try_outbox([id](auto& file) { file.remove_silence(id); });
  return problem_;
}

void alert_desk::stop(wall_time now) {
  write(now);
  try_outbox([now](auto& file) { file.stop(now); });
}

} // namespace bellwether::actors
