#include "simulator/fault_json.hpp"

#include "simulator/behavior_json.hpp"
#include "simulator/json_fields.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace bellwether::simulator {

using nlohmann::json;

namespace {

struct kind_row {
  fault_kind kind;
  std::string_view name;
  std::array<std::string_view, 3> parameters; // "": none
};

constexpr auto kinds = std::to_array<kind_row>({
    {fault_kind::none, "none", {}},
    {fault_kind::refuse, "refuse", {}},
    {fault_kind::reset, "reset", {}},
    {fault_kind::status, "status", {"status", "body", "headers"}},
    {fault_kind::rate_limit, "rate_limit", {"retry_after"}},
    {fault_kind::quota, "quota", {}},
    {fault_kind::hang_before_headers, "hang_before_headers", {}},
    {fault_kind::hang_after_headers, "hang_after_headers", {}},
    {fault_kind::cut, "cut", {"after", "mode"}},
    {fault_kind::garbage, "garbage", {}},
    {fault_kind::html, "html", {}},
    {fault_kind::empty_200, "empty_200", {}},
    {fault_kind::invalid_json_200, "invalid_json_200", {}},
    {fault_kind::error_in_200, "error_in_200", {}},
    {fault_kind::error_in_stream, "error_in_stream", {"after"}},
    {fault_kind::trickle, "trickle", {"interval_ms"}},
    {fault_kind::slow_headers, "slow_headers", {"interval_ms"}},
    {fault_kind::keepalive_comments,
     "keepalive_comments",
     {"for_ms", "interval_ms"}},
    {fault_kind::drop_usage, "drop_usage", {}},
    {fault_kind::no_done, "no_done", {}},
    {fault_kind::close_after_response, "close_after_response", {}},
    {fault_kind::flap, "flap", {"up_ms", "down_ms", "fault"}},
});

const kind_row& row_of(fault_kind kind) {
  return *std::ranges::find(kinds, kind, &kind_row::kind);
}

const kind_row& row_named(const std::string& name) {
  const auto* row = std::ranges::find(kinds, name, &kind_row::name);
  if (row != kinds.end()) {
    return *row;
  }
  std::string known;
  for (const auto& k : kinds) {
    known.append(known.empty() ? "" : ", ").append(k.name);
  }
  throw field_error{"fault", "unknown fault; known are " + known};
}

fault_plan with_defaults(fault_kind kind) {
  fault_plan f;
  f.kind = kind;
  if (kind == fault_kind::trickle || kind == fault_kind::slow_headers) {
    f.interval = std::chrono::milliseconds{10};
  } else if (kind == fault_kind::keepalive_comments) {
    f.interval = std::chrono::milliseconds{100};
    f.duration = std::chrono::milliseconds{1000};
  } else if (kind == fault_kind::flap) {
    f.up = std::chrono::milliseconds{5000};
    f.down = std::chrono::milliseconds{5000};
  }
  return f;
}

header_list parse_headers(const json& value) {
  if (!value.is_object()) {
    throw field_error{"fault.headers", "expected an object of strings"};
  }
  header_list headers;
  for (const auto& [name, text] : value.items()) {
    auto line = text_field("fault.headers." + name, text);
    if ((name + line).find_first_of("\r\n") != std::string::npos) {
      throw field_error{"fault.headers." + name, "line breaks are not allowed"};
    }
    headers.emplace_back(name, std::move(line));
  }
  return headers;
}

cut_mode parse_mode(const json& value) {
  if (value == "eof") {
    return cut_mode::eof;
  }
  if (value == "reset") {
    return cut_mode::reset;
  }
  throw field_error{"fault.mode", R"(expected "eof" or "reset")"};
}

std::chrono::milliseconds parse_ms(const std::string& field,
                                   const json& value) {
  constexpr std::uint64_t longest = 600'000;
  return std::chrono::milliseconds{count_field(field, value, 1, longest)};
}

/// The fault that another one flaps with.
std::shared_ptr<const fault_plan> parse_inner(const json& value) {
  fault_plan inner;
  try {
    inner = parse_fault(value);
  } catch (const field_error& e) {
    throw field_error{"fault." + e.field(), e.what()};
  }
  if (inner.kind == fault_kind::none || inner.kind == fault_kind::flap) {
    throw field_error{"fault.fault",
                      "expected a fault that is not none or "
                      "flap"};
  }
  return std::make_shared<const fault_plan>(std::move(inner));
}

void set_parameter(fault_plan& f, const std::string& name, const json& value) {
  const auto field = "fault." + name;
  constexpr std::uint64_t most_chunks = 1'000'000;
  if (name == "status") {
    f.status = static_cast<int>(count_field(field, value, 200, 599));
  } else if (name == "body") {
    f.body = value.is_string() ? value.get<std::string>() : value.dump();
  } else if (name == "headers") {
    f.headers = parse_headers(value);
  } else if (name == "retry_after") {
    f.retry_after_s = number_field(field, value, 0, 1e6);
  } else if (name == "after") {
    f.after = count_field(field, value, 0, most_chunks);
  } else if (name == "mode") {
    f.mode = parse_mode(value);
  } else if (name == "interval_ms") {
    f.interval = parse_ms(field, value);
  } else if (name == "up_ms") {
    f.up = parse_ms(field, value);
  } else if (name == "down_ms") {
    f.down = parse_ms(field, value);
  } else if (name == "fault") {
    f.inner = parse_inner(value);
  } else {
    f.duration = parse_ms(field, value);
  }
}

void print_parameter(json& out, const fault_plan& f, std::string_view name) {
  if (name == "status") {
    out["status"] = f.status;
  } else if (name == "body" && f.body) {
    out["body"] = *f.body;
  } else if (name == "headers") {
    out["headers"] = json::object();
    for (const auto& [key, value] : f.headers) {
      out["headers"][key] = value;
    }
  } else if (name == "retry_after" && f.retry_after_s) {
    out["retry_after"] = *f.retry_after_s;
  } else if (name == "after") {
    out["after"] = f.after;
  } else if (name == "mode") {
    out["mode"] = f.mode == cut_mode::eof ? "eof" : "reset";
  } else if (name == "interval_ms") {
    out["interval_ms"] = f.interval.count();
  } else if (name == "for_ms") {
    out["for_ms"] = f.duration.count();
  } else if (name == "up_ms") {
    out["up_ms"] = f.up.count();
  } else if (name == "down_ms") {
    out["down_ms"] = f.down.count();
  } else if (name == "fault") {
    out["fault"] = fault_to_json(*f.inner);
  }
}

fault_plan checked(fault_plan f) {
  if (f.kind == fault_kind::flap && !f.inner) {
    throw field_error{"fault.fault", "flap needs another fault"};
  }
  return f;
}

} // namespace

std::string_view name_of(fault_kind kind) {
  return row_of(kind).name;
}

fault_plan parse_fault(const json& value) {
  if (value.is_string()) {
    return checked(with_defaults(row_named(value.get<std::string>()).kind));
  }
  if (!value.is_object() || !value.contains("kind")) {
    throw field_error{"fault",
                      R"(expected a name, or an object that has a "kind")"};
  }
  const auto& row = row_named(text_field("fault.kind", value["kind"]));
  auto f = with_defaults(row.kind);
  for (const auto& [name, item] : value.items()) {
    if (name == "kind") {
      continue;
    }
    if (std::ranges::find(row.parameters, name) == row.parameters.end()
        || name.empty()) {
      throw field_error{"fault." + name, "the fault " + std::string{row.name}
                                             + " has no such parameter"};
    }
    if (!item.is_null()) {
      set_parameter(f, name, item);
    }
  }
  return checked(std::move(f));
}

json fault_to_json(const fault_plan& fault) {
  const auto& row = row_of(fault.kind);
  json out{{"kind", row.name}};
  for (const auto name : row.parameters) {
    print_parameter(out, fault, name);
  }
  return out;
}

} // namespace bellwether::simulator
