#include "alerts/carrier.hpp"

#include "alerts/raw_server.hpp"
#include "alerts/sample.hpp"
#include "alerts/verdict.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace bellwether::alerts {

using settings::sink_kind;

namespace {

using then = raw_server::then;

const std::string secret_path = "/hooks/T0123456789abcdef";

settings::alert_sink sink_at(const raw_server& server) {
  auto out = sample_sink(sink_kind::webhook);
  out.url.value = server.url(secret_path);
  out.allow_private = true;
  out.timeout = std::chrono::seconds{15};
  return out;
}

std::string answer_with(const std::string& status, const std::string& body) {
  return "HTTP/1.1 " + status + "\r\nContent-Length: "
         + std::to_string(body.size()) + "\r\n\r\n" + body;
}

sink_answer carried(carrier& by) {
  return by.carry(sample_message(), "msg_1", sample_now());
}

} // namespace

TEST_CASE("a carrier packs a message and posts it", "[alerts][carrier]") {
  raw_server server{answer_with("200 OK", ""), then::close};
  carrier by{sink_at(server), sample_letterhead()};
  CHECK(carried(by).status == 200);
  const auto asked = server.request();
  CHECK(asked.starts_with("POST " + secret_path + " HTTP/1.1\r\n"));
  CHECK(asked.find("webhook-id: msg_1\r\n") != std::string::npos);
  CHECK(asked.find("webhook-signature: v1,") != std::string::npos);
  CHECK(asked.find(R"("title":"Provider openai is down")")
        != std::string::npos);
}

TEST_CASE("what is shown of an answer never holds the URL's secret",
          "[alerts][carrier]") {
  raw_server server{answer_with("404 Not Found",
                                "<pre>Cannot POST " + secret_path + "</pre>"),
                    then::close};
  carrier by{sink_at(server), sample_letterhead()};
  const auto out = judge(sink_kind::webhook, carried(by));
  CHECK(out.what == verdict::kind::disabled);
  CHECK(out.why == "it answered 404: <pre>Cannot POST [secret]</pre>");
}

TEST_CASE("a mail server on a private address is not asked",
          "[alerts][carrier]") {
  raw_server server{"", then::close};
  auto sink = sample_sink(sink_kind::email);
  sink.url.value = "smtp" + server.url().substr(4);
  carrier by{sink, sample_letterhead()};
  const auto out = carried(by);
  CHECK(out.status == 0);
  CHECK(out.lasting_problem);
  CHECK(server.request().empty());
}

TEST_CASE("a carrier that was stopped carries nothing", "[alerts][carrier]") {
  raw_server server{answer_with("200 OK", ""), then::close};
  carrier by{sink_at(server), sample_letterhead()};
  by.stop();
  CHECK(carried(by).problem == "the daemon stops");
  CHECK(server.request().empty());
}

} // namespace bellwether::alerts
