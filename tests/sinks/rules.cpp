#include "sinks/rules.hpp"

#include "sinks/stage.hpp"

#include <catch2/catch.hpp>

namespace bellwether::sinks {

namespace {

json with(json message, const std::string& at, const json& value) {
  const json::json_pointer place{at};
  if (value.is_null())
    message.at(place.parent_pointer()).erase(place.back());
  else
    message[place] = value;
  return message;
}

} // namespace

std::string letters(std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i)
    out += "\xC3\xA4";
  return out;
}

json times(std::size_t count, const json& one) {
  auto out = json::array();
  for (std::size_t i = 0; i < count; ++i)
    out.push_back(one);
  return out;
}

void check_rules(const std::string& path, const json& message,
                 const std::vector<rule>& rules, int status) {
  const stage s;
  // Slack has a pace for each name.
  const bool named = path.ends_with('/');
  std::size_t number = 0;
  for (const auto& r : rules) {
    CAPTURE(r.at, number);
    const auto name = named ? "n" + std::to_string(++number) : "";
    CHECK(s.post(path + name, with(message, r.at, r.good)).status < 300);
    const auto accepted = s.last();
    CHECK(accepted["accepted"] == true);
    CHECK(accepted["objections"] == json::array());
    CHECK(
        s.post(path + name + (named ? "-bad" : ""), with(message, r.at, r.bad))
            .status
        == status);
    const auto refused = s.last();
    CHECK(refused["accepted"] == false);
    CHECK_FALSE(refused["objections"].empty());
  }
}

} // namespace bellwether::sinks
