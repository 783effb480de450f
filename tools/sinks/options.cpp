#include "sinks/options.hpp"

#include "sinks/standard_webhook.hpp"

#include <CLI/CLI.hpp>

namespace bellwether::sinks {

namespace {

std::string key_from(const std::string& secret) {
  auto key = webhook_key(secret);
  if (!key) {
    throw CLI::ValidationError{
        "--secret", "expected whsec_ and the base64 of 24 to 64 bytes"};
  }
  return *key;
}

} // namespace

command_line parse_command_line(int argc, char** argv) {
  options o;
  std::vector<std::string> secrets;
  CLI::App app{
      "Strict fakes of Slack, PagerDuty, Standard Webhooks, Teams, Discord "
      "and a mail server on loopback. GET /_received shows what came.",
      "bellwether-sinks"};
  app.add_option("--port", o.port, "Port of HTTP; 0 takes a free one")
      ->capture_default_str();
  app.add_option("--smtp-port", o.smtp_port, "Port of SMTP; 0 takes a free one")
      ->capture_default_str();
  app.add_option("--secret", secrets,
                 "whsec_... secret: webhooks must be signed by one of them; "
                 "repeatable")
      ->take_all();
  app.add_option("--ready-file", o.ready_file,
                 "Where to write the addresses as JSON once both ports listen");
  app.add_flag("--quiet", o.quiet, "Print nothing but errors");
  try {
    app.parse(argc, argv);
    for (const auto& secret : secrets) {
      o.webhook_keys.push_back(key_from(secret));
    }
    return {std::move(o), 0};
  } catch (const CLI::Error& e) {
    return {std::nullopt, app.exit(e)};
  }
}

} // namespace bellwether::sinks
