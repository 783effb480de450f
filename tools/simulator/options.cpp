#include "simulator/options.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <charconv>
#include <iostream>
#include <map>
#include <set>

namespace bellwether::simulator {

namespace {

std::uint16_t port_from(const std::string& text, const std::string& option) {
  std::uint16_t port = 0;
  const auto [end, ec] =
      std::from_chars(text.data(), text.data() + text.size(), port);
  if (ec != std::errc{} || end != text.data() + text.size() || text.empty()) {
    throw CLI::ValidationError{option, "'" + text + "' is no port"};
  }
  return port;
}

bool good_name(const std::string& name) {
  constexpr std::size_t longest = 64;
  return !name.empty() && name.size() <= longest
         && std::ranges::all_of(name, [](char c) {
              return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
                     || (c >= '0' && c <= '9') || c == '-' || c == '_'
                     || c == '.';
            });
}

provider_options provider_from(const std::string& text) {
  const auto colon = text.find(':');
  provider_options p;
  p.name = text.substr(0, colon);
  if (!good_name(p.name)) {
    throw CLI::ValidationError{"--provider", "'" + p.name + "' is no name"};
  }
  if (colon != std::string::npos) {
    p.port = port_from(text.substr(colon + 1), "--provider");
  }
  p.manners = vendor_named(p.name).value_or(vendor::openai);
  return p;
}

void set_vendor(std::vector<provider_options>& all, const std::string& text) {
  const auto equals = text.find('=');
  const auto name = text.substr(0, equals);
  const auto at = std::ranges::find(all, name, &provider_options::name);
  const auto v = equals == std::string::npos
                     ? std::nullopt
                     : vendor_named(text.substr(equals + 1));
  if (at == all.end() || !v) {
    throw CLI::ValidationError{
        "--vendor-of",
        "'" + text + "' is not NAME=openai|anthropic|google|deepseek"};
  }
  at->manners = *v;
}

struct raw_options {
  std::vector<std::string> providers;
  std::vector<std::string> vendors;
  std::string admin = "127.0.0.1:7310";
};

options resolve(options o, const raw_options& raw) {
  for (const auto& text : raw.providers) {
    o.providers.push_back(provider_from(text));
  }
  if (o.providers.empty()) {
    o.providers = default_providers();
  }
  std::set<std::string> names;
  for (const auto& p : o.providers) {
    if (!names.insert(p.name).second) {
      throw CLI::ValidationError{"--provider", "'" + p.name + "' comes twice"};
    }
  }
  for (const auto& text : raw.vendors) {
    set_vendor(o.providers, text);
  }
  const auto colon = raw.admin.rfind(':');
  if (colon == std::string::npos) {
    throw CLI::ValidationError{"--admin", "expected HOST:PORT"};
  }
  o.admin_host = raw.admin.substr(0, colon);
  o.admin_port = port_from(raw.admin.substr(colon + 1), "--admin");
  return o;
}

} // namespace

std::vector<provider_options> default_providers() {
  return {{"openai", 7311, vendor::openai},
          {"anthropic", 7312, vendor::anthropic},
          {"google", 7313, vendor::google},
          {"deepseek", 7314, vendor::deepseek}};
}

command_line parse_command_line(int argc, char** argv) {
  options o;
  raw_options raw;
  CLI::App app{
      "Simulated model providers on loopback, with faults that can be "
      "switched while they run (docs/simulator.md).",
      "bellwether-sim"};
  app.add_option("--provider", raw.providers,
                 "NAME[:PORT] of a provider; repeatable; without a port, or "
                 "with port 0, a free one is taken")
      ->take_all();
  app.add_option("--vendor-of", raw.vendors,
                 "NAME=openai|anthropic|google|deepseek: whose errors and "
                 "headers; repeatable")
      ->take_all();
  app.add_option("--admin", raw.admin, "HOST:PORT of the admin interface")
      ->capture_default_str();
  app.add_option("--host", o.host, "Address that the providers listen on")
      ->capture_default_str();
  app.add_option("--seed", o.seed, "Decides all answers and all chance")
      ->capture_default_str();
  app.add_option("--latency-ms", o.latency_ms, "Time to the first token")
      ->check(CLI::Range(0.0, 600'000.0))
      ->capture_default_str();
  app.add_option("--tokens-per-second", o.tokens_per_second,
                 "Speed of the answers; 0 is as fast as possible")
      ->check(CLI::Range(0.0, 1e6))
      ->capture_default_str();
  app.add_option("--ready-file", o.ready_file,
                 "Where to write the addresses as JSON once all ports listen");
  app.add_flag("--quiet", o.quiet, "Print nothing but errors");
  try {
    app.parse(argc, argv);
    return {resolve(std::move(o), raw), 0};
  } catch (const CLI::Error& e) {
    return {std::nullopt, app.exit(e)};
  }
}

} // namespace bellwether::simulator
