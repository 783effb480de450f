#include "sinks/reception.hpp"

#include "sinks/mail_text.hpp"

namespace bellwether::sinks {

using nlohmann::json;

namespace {

json headers_of(const request& r) {
  auto out = json::object();
  for (const auto* name : {"webhook-id", "webhook-timestamp"}) {
    if (const auto value = r.header(name); !value.empty()) {
      out[name] = value;
    }
  }
  return out;
}

/// The body as JSON, or as a text where it is none.
json body_of(const request& r) {
  auto out = json::parse(r.body, nullptr, false);
  return out.is_discarded() ? json(r.body) : out;
}

/// The status that the sender sees; 0: none.
int status_of(const reply& answer, const std::optional<fault>& f) {
  if (!f || f->what == fault::kind::slow || f->what == fault::kind::drip) {
    return answer.status;
  }
  const bool answers =
      f->what == fault::kind::status || f->what == fault::kind::redirect;
  return answers ? f->status : 0;
}

} // namespace

response reception::take(const request& r, const moment& now) {
  const std::lock_guard lock{mutex_};
  if (r.path().starts_with("/_")) {
    return {control(r), std::nullopt};
  }
  const auto f = faults_.take(r.path());
  finding found;
  found.answer.status = 0;
  if (!f || f->takes()) {
    found = sinks_.take(r, now);
  }
  const int status = found.answer.status;
  note({{"path", r.path()},
        {"status", status_of(found.answer, f)},
        {"accepted", status >= 200 && status < 300},
        {"objections", found.problems},
        {"headers", headers_of(r)},
        {"body", body_of(r)},
        {"notes", found.notes}},
       now, f);
  return {found.answer, f};
}

response reception::take_mail(const mail& m, const moment& now) {
  const std::lock_guard lock{mutex_};
  const auto f = faults_.take("/mail");
  const bool accepted = m.objections.empty() && (!f || f->takes());
  reply answer;
  answer.status = m.objections.empty() ? 250 : 554;
  answer.body = m.objections.empty() ? "taken" : m.objections.front();
  note({{"path", "/mail"},
        {"status", status_of(answer, f)},
        {"accepted", accepted},
        {"objections", m.objections},
        {"from", m.from},
        {"to", m.to},
        {"subject", mail_header(m.raw, "Subject")},
        {"text", mail_body(m.raw)},
        {"raw", m.raw}},
       now, f);
  return {answer, f};
}

void reception::note(json entry, const moment& now,
                     const std::optional<fault>& f) {
  entry["at_ms"] =
      std::chrono::floor<std::chrono::milliseconds>(now.wall.time_since_epoch())
          .count();
  entry["fault"] = f ? json(f->name()) : json(nullptr);
  received_.push_back(std::move(entry));
}

reply reception::control(const request& r) {
  if (r.method == "GET" && r.path() == "/_received") {
    return json_reply(200, received_);
  }
  if (r.method == "GET" && r.path() == "/_incidents") {
    return json_reply(200, sinks_.incidents());
  }
  if (r.method == "POST" && r.path() == "/_fault") {
    return order_fault(r.body);
  }
  if (r.method == "DELETE" && r.path() == "/_fault") {
    faults_.clear();
    return json_reply(200, json::object());
  }
  return json_reply(404, {{"error", "there is no such path"}});
}

reply reception::order_fault(const std::string& body) {
  const auto wrong = faults_.add(json::parse(body, nullptr, false));
  return wrong.refused() ? json_reply(400, {{"errors", wrong.refusals()}})
                         : json_reply(200, json::object());
}

} // namespace bellwether::sinks
