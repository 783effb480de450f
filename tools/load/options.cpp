#include "load/options.hpp"

#include <CLI/CLI.hpp>

#include <cmath>

namespace bellwether::load {

namespace {

constexpr double longest_s = 3600;
constexpr double most_requests = 10'000'000;

struct raw_options {
  double duration_s = 10;
  double ramp_ms = 0;
  double timeout_ms = 30'000;
  double interval_ms = 0;
  std::size_t chunks = 0;
  std::uint64_t count = static_cast<std::uint64_t>(most_requests);
};

template <typename Duration>
Duration from_ms(double ms) {
  return std::chrono::round<Duration>(
      std::chrono::duration<double, std::milli>{ms});
}

void add_modes(CLI::App& app, options& o) {
  app.add_option("--rate", o.rate,
                 "Open loop: requests a second, latency from the intended "
                 "send time")
      ->check(CLI::Range(0.001, 200'000.0));
  app.add_option("--connections", o.connections,
                 "Closed loop: connections; with --rate: connections at most "
                 "(then 1000 unless given)")
      ->check(CLI::Range(1, 20'000));
  app.add_option("--streams", o.streams,
                 "Streams at the same time, one request each")
      ->check(CLI::Range(1, 20'000));
}

void add_request(CLI::App& app, options& o) {
  app.add_option("--url", o.url, "Where to send; loopback only")
      ->capture_default_str();
  app.add_option("--body", o.body_file, "File with the JSON body")
      ->check(CLI::ExistingFile);
  app.add_option("--model", o.model, "The model to ask for");
  app.add_option("--stream", o.stream_share,
                 "The share of requests that stream, 0 to 1 (--streams: all)")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  app.add_option("--header", o.headers, "'Name: value'; repeatable")
      ->take_all();
}

void add_bounds(CLI::App& app, raw_options& raw) {
  app.add_option("--duration", raw.duration_s, "Seconds")
      ->check(CLI::Range(0.01, longest_s))
      ->capture_default_str();
  app.add_option("--count", raw.count, "Requests at most")
      ->check(CLI::Range(1.0, most_requests))
      ->capture_default_str();
  app.add_option("--timeout-ms", raw.timeout_ms, "For one request")
      ->check(CLI::Range(1.0, 600'000.0))
      ->capture_default_str();
  app.add_option("--ramp-ms", raw.ramp_ms, "Over which the streams start")
      ->check(CLI::Range(0.0, 600'000.0));
  app.add_option("--interval-ms", raw.interval_ms,
                 "The expected time between two chunks")
      ->check(CLI::Range(0.0, 60'000.0));
  app.add_option("--chunks-expected", raw.chunks,
                 "Content chunks; another number is a failure")
      ->check(CLI::Range(1, 1'000'000));
}

mode chosen_mode(const CLI::App& app) {
  if (app.count("--streams") > 0) {
    if (app.count("--rate") > 0 || app.count("--connections") > 0) {
      throw CLI::ValidationError{"--streams",
                                 "goes with neither --rate nor --connections"};
    }
    return mode::streams;
  }
  if (app.count("--rate") > 0) {
    return mode::open_loop;
  }
  if (app.count("--connections") > 0) {
    return mode::closed_loop;
  }
  throw CLI::ValidationError{
      "mode", "one of --rate, --connections and --streams is needed"};
}

options resolve(options o, const raw_options& raw, const CLI::App& app) {
  constexpr std::size_t open_loop_connections = 1000;
  o.how = chosen_mode(app);
  if (o.how == mode::open_loop && app.count("--connections") == 0) {
    o.connections = open_loop_connections;
  }
  if (o.how == mode::streams) {
    o.stream_share = 1;
  }
  using std::chrono::milliseconds;
  o.duration = from_ms<milliseconds>(raw.duration_s * 1000);
  o.ramp = from_ms<milliseconds>(raw.ramp_ms);
  o.timeout = from_ms<milliseconds>(raw.timeout_ms);
  o.interval = from_ms<std::chrono::microseconds>(raw.interval_ms);
  o.count = raw.count;
  if (raw.chunks > 0) {
    o.chunks = raw.chunks;
  }
  return o;
}

} // namespace

command_line parse_command_line(int argc, char** argv) {
  options o;
  raw_options raw;
  CLI::App app{
      "HTTP/1.1 load for chat endpoints on this machine "
      "(docs/simulator.md).",
      "bellwether-load"};
  add_modes(app, o);
  add_request(app, o);
  add_bounds(app, raw);
  app.add_option("--json", o.json_file,
                 "Where the result goes as JSON; '-' is standard output");
  try {
    app.parse(argc, argv);
    return {resolve(std::move(o), raw, app), 0};
  } catch (const CLI::Error& e) {
    return {std::nullopt, app.exit(e)};
  }
}

} // namespace bellwether::load
