#include "storage/alert_json.hpp"

#include "domain/any.hpp"
#include "storage/outbox_support.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <rapidcheck/catch.h>

namespace bellwether::storage {

namespace {

using domain::any_of;

/// A text that is UTF-8, with what JSON must escape.
std::string any_words() {
  static const std::vector<std::string> parts{"a",  "\"", "\\",  "\n", "\x01",
                                              "/",  "{",  "é",   "🚀", " ",
                                              "%s", "<",  "\x7f"};
  std::string out;
  for (int i = any_of(0, 8); i > 0; --i)
    out += parts.at(any_of<std::size_t>(0, parts.size()));
  return out;
}

domain::wall_time any_moment() {
  return domain::wall_time{
      std::chrono::milliseconds{*rc::gen::arbitrary<std::int64_t>()}};
}

std::optional<domain::wall_time> maybe_moment() {
  return any_of(0, 2) == 0 ? std::nullopt : std::optional{any_moment()};
}

domain::severity any_level() {
  return static_cast<domain::severity>(any_of(0, 4));
}

std::vector<domain::alert_fact> any_facts() {
  std::vector<domain::alert_fact> out;
  for (int i = any_of(0, 4); i > 0; --i)
    out.push_back({any_words(), any_words()});
  return out;
}

domain::alert any_alert() {
  domain::alert out;
  out.number = *rc::gen::arbitrary<std::uint64_t>();
  out.what.key = {static_cast<domain::alert_rule>(
                      any_of<std::size_t>(0, domain::alert_rules)),
                  any_words()};
  out.what.occurrence = any_words();
  out.what.level = any_level();
  out.what.since = any_moment();
  out.what.title = any_words();
  out.what.what = any_words();
  out.what.did = any_words();
  out.what.check = any_words();
  out.what.facts = any_facts();
  out.what.labels = {{any_words(), any_words()}, {any_words(), any_words()}};
  out.state = static_cast<domain::alert_state>(any_of(0, 4));
  out.level = any_level();
  out.began = any_moment();
  out.fired = maybe_moment();
  out.escalated = maybe_moment();
  out.resolved = maybe_moment();
  out.gone = maybe_moment();
  out.told = maybe_moment();
  out.flaps = *rc::gen::arbitrary<unsigned>();
  if (any_of(0, 2) == 0)
    out.acknowledged = {any_words(), any_moment()};
  return out;
}

domain::alert_message any_message() {
  domain::alert_message out;
  out.kind = static_cast<domain::message_kind>(any_of(0, 7));
  out.level = any_level();
  out.alert = *rc::gen::arbitrary<std::uint64_t>();
  out.rule = any_words();
  out.entity = any_words();
  out.title = any_words();
  out.what = any_words();
  out.did = any_words();
  out.check = any_words();
  out.facts = any_facts();
  out.labels = {{any_words(), any_words()}};
  out.at = any_moment();
  out.since = any_moment();
  out.resolved = maybe_moment();
  out.runbook_url = any_words();
  return out;
}

domain::folded_alerts any_folded() {
  domain::folded_alerts out;
  out.from = any_moment();
  out.to = any_moment();
  out.worst = any_level();
  out.count = *rc::gen::arbitrary<std::uint64_t>();
  out.by_rule = {{any_words(), *rc::gen::arbitrary<std::uint64_t>()}};
  out.titles = {any_words(), any_words()};
  return out;
}

TEST_CASE("what is written is read as it was", "[storage][outbox]") {
  rc::prop("alerts", [] {
    const auto one = any_alert();
    RC_ASSERT(read_alert(write_alert(one)) == one);
  });
  rc::prop("messages", [] {
    const auto one = any_message();
    RC_ASSERT(read_message(write_message(one)) == one);
  });
  rc::prop("what was folded", [] {
    const auto one = any_folded();
    RC_ASSERT(read_folded(write_folded(one)) == one);
  });
}

TEST_CASE("a message with anything missing is not read", "[storage][outbox]") {
  const auto whole = nlohmann::json::parse(write_message(message_of(1)));
  for (const auto& [name, value] : whole.items()) {
    if (name == "resolved")
      continue;
    CAPTURE(name);
    auto less = whole;
    less.erase(name);
    CHECK_FALSE(read_message(less.dump()));
    less[name] = {true};
    CHECK_FALSE(read_message(less.dump()));
  }
  auto more = whole;
  more["of_tomorrow"] = 1;
  CHECK(read_message(more.dump()) == message_of(1));
}

TEST_CASE("an alert with anything wrong is not read", "[storage][outbox]") {
  auto alert = resolved_at(alert_of(1), monday);
  alert.acknowledged = {"ann", monday};
  const auto whole = nlohmann::json::parse(write_alert(alert));
  for (const auto& [name, value] : whole.items()) {
    if (value.is_null())
      continue;
    CAPTURE(name);
    auto other = whole;
    other[name] = {true};
    CHECK_FALSE(read_alert(other.dump()));
  }
  for (const auto& [name, value] : whole["about"].items()) {
    CAPTURE(name);
    auto other = whole;
    other["about"].erase(name);
    CHECK_FALSE(read_alert(other.dump()));
  }
}

TEST_CASE("a text that is no UTF-8 is written all the same",
          "[storage][outbox]") {
  const auto read = read_message(write_message(message_of(1,
                                                          "a\xff"
                                                          "b")));
  REQUIRE(read);
  CHECK(read->title == "a\xEF\xBF\xBD" "b");
}

} // namespace

} // namespace bellwether::storage
