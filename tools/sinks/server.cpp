#include "sinks/server.hpp"

#include "sinks/http_text.hpp"

namespace bellwether::sinks {

namespace {

reply faulty_reply(const fault& f) {
  reply out;
  out.status = f.status;
  out.body = f.body;
  if (f.retry_after) {
    out.headers.emplace_back("Retry-After", std::to_string(*f.retry_after));
  }
  if (f.what == fault::kind::redirect) {
    out.headers.emplace_back("Location", f.location);
  }
  return out;
}

void drip(connection& to, const std::string& text,
          std::chrono::milliseconds delay) {
  for (const char c : text) {
    if (!to.send({&c, 1}) || to.gone_within(delay)) {
      return;
    }
  }
}

void respond(connection& to, const response& r) {
  const auto proper = http_text(r.answer);
  if (!r.instead) {
    to.send(proper);
    return;
  }
  const auto& f = *r.instead;
  switch (f.what) {
    case fault::kind::hang:
      to.hold();
      break;
    case fault::kind::reset:
      to.reset_when_closed();
      break;
    case fault::kind::status:
    case fault::kind::redirect:
      to.send(http_text(faulty_reply(f)));
      break;
    case fault::kind::slow:
      if (!to.gone_within(f.delay)) {
        to.send(proper);
      }
      break;
    case fault::kind::drip:
      drip(to, proper, f.delay);
      break;
  }
}

} // namespace

server::server(const options& o)
    : reception_{o.webhook_keys},
      mailbox_{o.smtp_port, reception_},
      http_{o.port, [this](connection& c) {
              if (const auto r = read_request(c)) {
                respond(c, reception_.take(*r, moment::now()));
              }
            }} {}

std::string server::addresses() const {
  const std::string host = "127.0.0.1:";
  return nlohmann::json{
      {"port", port()},
      {"url", "http://" + host + std::to_string(port())},
      {"smtp_port", smtp_port()},
      {"smtp_url", "smtp://" + host + std::to_string(smtp_port())}}
      .dump();
}

} // namespace bellwether::sinks
