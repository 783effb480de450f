#include "settings/alert_sections.hpp"
#include "settings/api_key.hpp"
#include "settings/shown_value.hpp"
#include "settings/sink_texts.hpp"
#include "settings/text_file.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace bellwether::settings {

namespace {

constexpr std::array kinds{sink_kind::slack,   sink_kind::pagerduty,
                           sink_kind::webhook, sink_kind::teams,
                           sink_kind::discord, sink_kind::email};
constexpr std::size_t most_sinks = 32;
constexpr std::size_t most_addresses = 50;
constexpr std::size_t routing_key_length = 32;

/// A key that only some kinds have.
struct key_of_kinds {
  std::string_view key;
  std::string_view kinds;
};

constexpr std::string_view posted = "slack, teams, discord or webhook";
constexpr std::array keys_of_kinds{
    key_of_kinds{"url_env", posted},
    key_of_kinds{"url_file", posted},
    key_of_kinds{"secret_env", "webhook"},
    key_of_kinds{"secret_file", "webhook"},
    key_of_kinds{"former_secret_env", "webhook"},
    key_of_kinds{"former_secret_file", "webhook"},
    key_of_kinds{"routing_key_env", "pagerduty"},
    key_of_kinds{"routing_key_file", "pagerduty"},
    key_of_kinds{"region", "pagerduty"},
    key_of_kinds{"server", "email"},
    key_of_kinds{"starttls", "email"},
    key_of_kinds{"user", "email"},
    key_of_kinds{"password_env", "email"},
    key_of_kinds{"password_file", "email"},
    key_of_kinds{"from", "email"},
    key_of_kinds{"to", "email"}};

bool is_of(const key_of_kinds& each, sink_kind kind) {
  return each.kinds.find(to_string(kind)) != std::string_view::npos;
}

/// Reads one sink. What it lacks leaves it out, with a note.
class sink_reader {
public:
  sink_reader(object_reader& from, const surroundings& around, alert_sink& out)
      : from_{from}, around_{around}, out_{out} {}

  void read() {
    if (from_.value("kind") == nullptr)
      from_.missing("kind",
                    "slack, pagerduty, webhook, teams, discord or email");
    const bool known = from_.choice<sink_kind>("kind", out_.kind, kinds);
    from_.flag("allow_private_addresses", out_.allow_private);
    from_.text("ca_file", out_.ca_file);
    if (!out_.ca_file.empty())
      out_.ca_file = resolve(around_.folder, out_.ca_file);
    from_.duration("timeout_ms", out_.timeout, {100, 60'000});
    read_filter();
    region_ = from_.word("region", {"us", "eu"}).value_or(0);
    for (const auto& each : keys_of_kinds)
      if (from_.value(each.key) != nullptr && known && !is_of(each, out_.kind))
        refuse_foreign(each);
    if (known)
      read_place();
  }

  /// Why it cannot be used although nothing is wrong with the configuration.
  const std::string& lacks() const { return lacks_; }

private:
  void refuse_foreign(const key_of_kinds& each) {
    from_.refuse(each.key, "is for sinks of kind " + std::string{each.kinds}
                               + ", this one is of kind "
                               + std::string{to_string(out_.kind)});
  }

  void read_place() {
    switch (out_.kind) {
      case sink_kind::slack:
      case sink_kind::teams:
      case sink_kind::discord:
        return read_secret_url();
      case sink_kind::webhook:
        return read_webhook();
      case sink_kind::pagerduty:
        return read_pagerduty();
      case sink_kind::email:
        return read_email();
    }
  }

  void read_filter() {
    auto& wanted = out_.wanted;
    wanted.name = out_.name;
    wanted.keeps_incidents = out_.kind == sink_kind::pagerduty;
    wanted.least = wanted.keeps_incidents ? domain::severity::error
                                          : domain::severity::info;
    from_.choice<domain::severity>("min_severity", wanted.least, severities);
    from_.flag("resolved", wanted.tells_end);
    read_rules();
    auto labels = from_.object("labels");
    for (const auto* label :
         {"provider", "model", "route", "budget", "key", "sink"}) {
      std::vector<std::string> values;
      if (labels.texts(label, values))
        wanted.labels[label] = std::move(values);
    }
  }

  void read_rules() {
    std::vector<std::string> words;
    from_.texts("rules", words);
    for (const auto& word : words) {
      if (const auto rule = domain::parse_alert_rule(word))
        out_.wanted.rules.push_back(*rule);
      else
        from_.refuse("rules", "names " + shown(word)
                                  + ", which is no rule; docs/alerts.md lists "
                                    "them");
    }
  }

  secret_text take(api_key found, std::string_view what) {
    if (!found.disabled.empty())
      lacks_ = found.disabled;
    else if (!found.needed && lacks_.empty() && !what.empty())
      from_.missing(what, "the environment variable that holds it");
    return {std::move(found.value), std::move(found.from)};
  }

  void check_url(std::string_view key) {
    if (out_.url.value.empty())
      return;
    if (const auto error = web_place_error(out_.url.value, out_.allow_private);
        !error.empty())
      from_.refuse(key, "leads to a URL that " + error);
  }

  /// The URL is the key: who knows it can post.
  void read_secret_url() {
    out_.url =
        take(read_api_key(from_, around_,
                          {"url_env", "url_file", "url", "SLACK_WEBHOOK_URL"}),
             "url_env");
    check_url(from_.has("url_file") ? "url_file" : "url_env");
  }

  void read_webhook() {
    if (std::string url; from_.text("url", url)) {
      if (from_.has("url_env") || from_.has("url_file"))
        from_.refuse("url", "must not stand beside url_env or url_file");
      out_.url = {url, "the configuration"};
      check_url("url");
    } else {
      read_secret_url();
    }
    add_secret({"secret_env", "secret_file", "secret", "WEBHOOK_SECRET"});
    add_secret({"former_secret_env", "former_secret_file", "former_secret",
                "WEBHOOK_FORMER_SECRET"});
  }

  void add_secret(const key_names& names) {
    auto secret = take(read_api_key(from_, around_, names), "");
    if (secret.value.empty())
      return;
    if (!is_signing_secret(secret.value))
      from_.refuse(
          names.variable,
          "leads to a secret that must be \"whsec_\" and the base64 of "
          "24 to 64 bytes");
    out_.signing_secrets.push_back(std::move(secret));
  }

  void read_pagerduty() {
    constexpr std::array<std::string_view, 2> places{
        "https://events.pagerduty.com/v2/enqueue",
        "https://events.eu.pagerduty.com/v2/enqueue"};
    out_.url = {std::string{places.at(region_)}, "the region"};
    if (from_.text("url", out_.url.value))
      check_url("url");
    out_.routing_key =
        take(read_api_key(from_, around_,
                          {"routing_key_env", "routing_key_file", "routing_key",
                           "PAGERDUTY_ROUTING_KEY"}),
             "routing_key_env");
    const auto& key = out_.routing_key.value;
    if (!key.empty() && key.size() != routing_key_length)
      from_.refuse("routing_key_env",
                   "leads to a key of " + std::to_string(key.size())
                       + " characters, must be an integration key of 32");
  }

  void read_email() {
    from_.forbid("url",
                 "is for the other kinds: name the mail server with "
                 "`server`");
    if (!from_.text("server", out_.url.value))
      from_.missing("server", "smtps://HOST:465 or smtp://HOST:587");
    else if (const auto error = mail_server_error(out_.url.value);
             !error.empty())
      from_.refuse("server", "is " + shown(out_.url.value) + ", " + error);
    out_.url.from = "the configuration";
    from_.text("user", out_.user);
    out_.password = take(read_api_key(from_, around_,
                                      {"password_env", "password_file",
                                       "password", "SMTP_PASSWORD"}),
                         "");
    from_.flag("starttls", out_.starttls);
    read_addresses();
  }

  void read_addresses() {
    if (!from_.text("from", out_.from))
      from_.missing("from", "the sender's address");
    else if (!is_mail_address(out_.from))
      from_.refuse("from",
                   "must be a bare mail address, such as a@example.com");
    from_.texts("to", out_.to);
    if (out_.to.empty() || out_.to.size() > most_addresses)
      from_.refuse("to", "must be a list of 1 to 50 mail addresses");
    for (const auto& each : out_.to)
      if (!is_mail_address(each))
        from_.refuse("to", "names " + shown(each) + ", must be a mail address");
  }

  object_reader& from_;
  const surroundings& around_;
  alert_sink& out_;
  std::string lacks_;
  std::size_t region_ = 0;
};

} // namespace

void read_alert_sinks(object_reader sinks, const surroundings& around,
                      settings& out) {
  const auto& members = sinks.source().members;
  for (const auto& each : members) {
    auto reader = sinks.object(each.key);
    alert_sink sink;
    sink.name = each.key;
    if (const auto error = name_error(each.key, ""); !error.empty())
      sinks.refuse(each.key, "is the name of a sink, " + error);
    sink_reader of{reader, around, sink};
    of.read();
    if (of.lacks().empty())
      out.alerts.sinks.push_back(std::move(sink));
    else
      out.notes.push_back("alerts to " + each.key
                          + " are switched off: " + of.lacks());
  }
  if (members.size() > most_sinks)
    sinks.refuse(members.back().key, "is one sink too many: at most 32");
}

} // namespace bellwether::settings
