#include "sinks/pagerduty.hpp"

#include "sinks/form.hpp"
#include "sinks/text_rules.hpp"

#include <algorithm>

namespace bellwether::sinks {

using nlohmann::json;

namespace {

constexpr const char* bad = "invalid event";
constexpr std::size_t most_bytes = 512UL * 1024;
constexpr std::size_t key_length = 32;
constexpr bounds dedup_length{1, 255};
constexpr bounds summary_length{1, 1024};
constexpr bounds not_empty{1};

void check_payload(const json& payload, objections& out) {
  form f{payload, "payload", bad, out};
  f.text("summary", summary_length, need::required);
  f.text("source", not_empty, need::required);
  f.choice("severity", {"critical", "error", "warning", "info"},
           need::required);
  const auto* at = f.text("timestamp");
  if (at != nullptr && !is_moment(*at)) {
    f.refuse("timestamp", "is no moment as ISO 8601 has it");
  }
  for (const auto* name : {"component", "group", "class"}) {
    f.text(name);
  }
  f.object("custom_details");
  f.expect({"summary", "source", "severity", "timestamp", "component", "group",
            "class", "custom_details"});
}

template <class Check>
void each(form& f, const char* name, objections& out, Check check_one) {
  const auto* list = f.list(name);
  std::size_t index = 0;
  for (const auto& one : list == nullptr ? json::array() : *list) {
    form member{one, std::string{name} + "[" + std::to_string(index++) + "]",
                bad, out};
    check_one(member);
  }
}

void check_extras(form& f, objections& out) {
  each(f, "links", out, [](form& link) {
    link.address("href", false, need::required);
    link.text("text");
    link.expect({"href", "text"});
  });
  each(f, "images", out, [](form& image) {
    image.address("src", true, need::required);
    image.address("href");
    image.text("alt");
    image.expect({"src", "href", "alt"});
  });
  f.text("client");
  f.address("client_url");
  f.expect({"routing_key", "event_action", "dedup_key", "payload", "images",
            "links", "client", "client_url"});
}

void check_event(const json& event, objections& out) {
  form f{event, "", bad, out};
  const auto* key =
      f.text("routing_key", {key_length, key_length}, need::required);
  if (key != nullptr && !std::ranges::all_of(*key, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
               || (c >= '0' && c <= '9');
      })) {
    f.refuse("routing_key", "has other characters than letters and digits");
  }
  const auto* action = f.choice(
      "event_action", {"trigger", "acknowledge", "resolve"}, need::required);
  const bool trigger = action != nullptr && *action == "trigger";
  f.text("dedup_key", dedup_length,
         action == nullptr || trigger ? need::optional : need::required);
  const auto* payload =
      f.object("payload", trigger ? need::required : need::optional);
  if (payload != nullptr) {
    check_payload(*payload, out);
  }
  check_extras(f, out);
}

} // namespace

finding check_pagerduty(const request& r) {
  finding f;
  if (r.body.size() > most_bytes) {
    f.problems = {std::to_string(r.body.size()) + " bytes, at most 524288"};
    f.answer = {413, "text/plain", "Payload Too Large", {}};
    return f;
  }
  objections out;
  const auto event = json::parse(r.body, nullptr, false);
  if (!r.says_json()) {
    out.refuse(bad, "the content type is not application/json");
  } else if (!event.is_object()) {
    out.refuse(bad, "the body is no JSON object");
  } else {
    check_event(event, out);
  }
  f.problems = out.all();
  f.answer = out.refused()
                 ? json_reply(400, {{"status", "invalid event"},
                                    {"message", "Event object is invalid"},
                                    {"errors", out.refusals()}})
                 : json_reply(202, json::object());
  return f;
}

} // namespace bellwether::sinks
