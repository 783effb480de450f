#include "sinks/endpoints.hpp"

#include "sinks/discord.hpp"
#include "sinks/pagerduty.hpp"
#include "sinks/slack.hpp"
#include "sinks/standard_webhook.hpp"
#include "sinks/teams.hpp"

namespace bellwether::sinks {

using nlohmann::json;

namespace {

// One message a second; not all take equally long on their way.
constexpr std::chrono::milliseconds slack_pause{950};

finding plain(int status, const char* body, const std::string& problem) {
  finding f;
  f.answer.status = status;
  f.answer.body = body;
  f.problems.push_back(problem);
  return f;
}

bool accepted(const finding& f) {
  return f.answer.status < 300;
}

/// Whether the path is `folder` and a name.
bool is_in(std::string_view path, std::string_view folder) {
  return path.starts_with(folder) && path.size() > folder.size()
         && path.find('/', folder.size()) == path.npos;
}

} // namespace

finding endpoints::take(const request& r, const moment& now) {
  const auto path = r.path();
  const bool known = path == "/pagerduty/v2/enqueue" || is_in(path, "/slack/")
                     || is_in(path, "/webhook/") || is_in(path, "/teams/")
                     || is_in(path, "/discord/");
  if (!known) {
    return plain(404, "not found\n", "there is no such path");
  }
  if (r.method != "POST") {
    return plain(405, "method not allowed\n", "the method is no POST");
  }
  if (path.starts_with("/slack/")) {
    return take_slack(r, now);
  }
  if (path.starts_with("/webhook/")) {
    return take_webhook(r, now);
  }
  if (path.starts_with("/teams/")) {
    return check_teams(r);
  }
  return path.starts_with("/discord/") ? check_discord(r) : take_pagerduty(r);
}

finding endpoints::take_slack(const request& r, const moment& now) {
  const std::string path{r.path()};
  const auto last = slack_pace_.find(path);
  if (last != slack_pace_.end() && now.steady - last->second < slack_pause) {
    auto out = plain(429, "rate_limited", "more than one message a second");
    out.answer.headers.emplace_back("Retry-After", "1");
    return out;
  }
  auto out = check_slack(r);
  if (accepted(out)) {
    slack_pace_[path] = now.steady;
  }
  return out;
}

finding endpoints::take_pagerduty(const request& r) {
  auto out = check_pagerduty(r);
  if (accepted(out)) {
    out.notes = incidents_.take(json::parse(r.body));
    out.answer = json_reply(202, {{"status", "success"},
                                  {"message", "Event processed"},
                                  {"dedup_key", out.notes.at("dedup_key")}});
  }
  return out;
}

finding endpoints::take_webhook(const request& r, const moment& now) {
  auto out = check_webhook(r, webhook_keys_, now.wall);
  if (accepted(out)) {
    out.notes.update(webhooks_[std::string{r.path()}].take(
        std::string{r.header("webhook-id")}, r.body));
  }
  return out;
}

} // namespace bellwether::sinks
