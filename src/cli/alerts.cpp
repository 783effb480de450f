#include "cli/alerts.hpp"

#include "cli/alerts_text.hpp"
#include "cli/commands.hpp"
#include "cli/control_client.hpp"
#include "cli/drill_arguments.hpp"
#include "settings/load.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <functional>
#include <ostream>
#include <variant>

namespace bellwether::cli {

using json = nlohmann::ordered_json;

namespace {

/// A sink may take its time to answer a test.
constexpr std::chrono::seconds sink_patience{95};

int complain(const std::string& what, int code, std::ostream& err) {
  err << what << '\n';
  return code;
}

std::string wrong_address(const std::string& control) {
  return "--control " + control
         + ": allowed is HOST:PORT, such as 127.0.0.1:7301";
}

int explain(const control_answer& answer, std::ostream& err) {
  return complain(
      answer.problem
          + (answer.status == 401 ? "; name it with --admin-key-env "
                                    "or --admin-key-file"
                                  : ""),
      answer.status == 400 ? configuration : failure, err);
}

/// Asks with the admin key, and hands over what was answered.
int ask(const admin_options& daemon,
        const std::function<control_answer(const control_client&)>& question,
        const std::function<int(const json&)>& show, std::ostream& err) {
  const auto at = settings::parse_endpoint(daemon.control);
  if (!at)
    return complain(wrong_address(daemon.control), configuration, err);
  const auto key = read_admin_key(daemon);
  if (const auto* why = std::get_if<std::string>(&key))
    return complain(*why, configuration, err);
  const auto answer = question(
      control_client{*at, std::get<admin_key>(key).value, sink_patience});
  if (!answer.good())
    return explain(answer, err);
  try {
    return show(json::parse(answer.body));
  } catch (const json::exception&) {
    return complain(
        "what answers at " + daemon.control + " is no Bellwether daemon",
        failure, err);
  }
}

} // namespace

int show_alerts(const std::string& control, bool as_json, std::ostream& out,
                std::ostream& err) {
  const auto at = settings::parse_endpoint(control);
  if (!at)
    return complain(wrong_address(control), configuration, err);
  const auto answer =
      control_client{*at}.get("/alerts?history=10&deliveries=0");
  if (!answer.good())
    return complain(answer.problem, failure, err);
  try {
    out << (as_json ? answer.body : alerts_text(json::parse(answer.body)));
  } catch (const json::exception&) {
    return complain("what answers at " + control + " is no Bellwether daemon",
                    failure, err);
  }
  return success;
}

int test_alerts(const admin_options& daemon, const std::string& sink,
                std::ostream& out, std::ostream& err) {
  return ask(
      daemon,
      [&](const auto& client) {
        return client.post("/alerts/test", json{{"sink", sink}}.dump());
      },
      [&](const json& said) {
        out << sink_test_text(said);
        return said.at("delivered") == true ? success : failure;
      },
      err);
}

int acknowledge_alert(const admin_options& daemon, std::uint64_t number,
                      const std::string& by, std::ostream& out,
                      std::ostream& err) {
  return ask(
      daemon,
      [&](const auto& client) {
        return client.post("/alerts/" + std::to_string(number) + "/acknowledge",
                           by.empty() ? "{}" : json{{"by", by}}.dump());
      },
      [&](const json&) {
        out << "alert " << number
            << " is acknowledged: it is not told again until it is over\n";
        return success;
      },
      err);
}

int silence_alerts(const silence_options& options, std::ostream& out,
                   std::ostream& err) {
  const auto length = parse_duration(options.length);
  if (!length)
    return complain("--for " + options.length
                        + ": allowed are durations such as 30m and 8h",
                    configuration, err);
  json body{
      {"minutes", std::chrono::ceil<std::chrono::minutes>(*length).count()}};
  const auto add = [&](const char* field, const std::string& value) {
    if (!value.empty())
      body[field] = value;
  };
  add("rule", options.rule);
  add("entity", options.entity);
  add("reason", options.reason);
  return ask(
      options.daemon,
      [&](const auto& client) { return client.post("/silences", body.dump()); },
      [&](const json& made) {
        out << silence_text(made);
        return success;
      },
      err);
}

int speak_again(const admin_options& daemon, std::uint64_t id,
                std::ostream& out, std::ostream& err) {
  return ask(
      daemon,
      [&](const auto& client) {
        return client.remove("/silences/" + std::to_string(id));
      },
      [&](const json&) {
        out << "silence " << id << " is over\n";
        return success;
      },
      err);
}

} // namespace bellwether::cli
