#include "settings/sections.hpp"
#include "settings/shown_value.hpp"

namespace bellwether::settings {

namespace {

const std::vector<std::string> log_levels{"trace", "debug",    "info", "warn",
                                          "error", "critical", "off"};

void read_endpoint(object_reader& root, std::string_view key, endpoint& out) {
  std::string text;
  if (!root.text(key, text))
    return;
  const auto parsed = parse_endpoint(text);
  if (!parsed) {
    root.refuse(key, "is " + shown(text)
                       + ", must be \"HOST:PORT\" or \"[V6]:PORT\" with a "
                         "port from 0 to 65535 (0: the system chooses)");
    return;
  }
  if (const auto error = listen_error(*parsed); !error.empty())
    root.refuse(key, "is " + shown(text) + ", " + error);
  out = *parsed;
}

} // namespace

void read_server(object_reader& root, settings& out) {
  std::string schema; // for editors only
  root.text("$schema", schema);
  read_endpoint(root, "listen", out.listen);
  read_endpoint(root, "control", out.control);
  if (clash(out.listen, out.control))
    root.refuse(root.has("control") ? "control" : "listen",
                "listen and control are both on port "
                    + std::to_string(out.listen.port)
                    + ", must be two different ports");
  root.whole("io_threads", out.io_threads, {0, 256, "(0: by the cores)"});
  if (const auto level = root.word("log_level", log_levels))
    out.log_level = log_levels[*level];
}

void read_objective(object_reader objective, double& out) {
  double percent = 0;
  if (objective.real("availability_percent", percent, 50, 99.9999))
    out = percent / 100;
}

void read_limits(object_reader limits, gateway_limits& out) {
  limits.whole("max_connections", out.max_connections, {1, 1'000'000});
  limits.whole("header_bytes", out.header_bytes, {1024, 1'048'576, "bytes"});
  limits.whole("body_bytes", out.body_bytes, {1024, 1'073'741'824, "bytes"});
  limits.duration("header_timeout_ms", out.header_timeout, {100, 600'000});
  limits.duration("body_timeout_ms", out.body_timeout, {100, 3'600'000});
  limits.duration("idle_timeout_ms", out.idle_timeout, {100, 3'600'000});
  limits.duration("write_timeout_ms", out.write_timeout, {100, 3'600'000});
}

} // namespace bellwether::settings
