#include "alerts/smtp.hpp"

#include "alerts/mail_server.hpp"
#include "integration/harness/temporary_folder.hpp"
#include "upstream/support/certificates.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <future>

namespace bellwether::alerts {

namespace {

using namespace std::chrono_literals;
using upstream::test::authority;
using tls = mail_manners::tls;

const std::string mail = "Subject: down\r\n\r\n.It is.\r\n";

settings::alert_sink sink_at(const mail_server& server) {
  settings::alert_sink out;
  out.kind = settings::sink_kind::email;
  out.url = {server.url(), "the configuration"};
  out.allow_private = true;
  out.starttls = false;
  out.from = "bell@example.com";
  out.to = {"ann@example.com", "bob@example.com"};
  out.timeout = 5s;
  return out;
}

/// One whose mails go over TLS, to a server that the authority vouches for.
settings::alert_sink safe_sink_at(const mail_server& server,
                                  const integration::temporary_folder& folder,
                                  const authority& trusted) {
  auto out = sink_at(server);
  out.starttls = true;
  out.ca_file = (folder / "ca.pem").string();
  std::ofstream{out.ca_file} << trusted.pem();
  return out;
}

mail_manners with_tls(tls how, const authority& by,
                      const std::string& names = "IP:127.0.0.1") {
  return {how, by.server_for(names)};
}

/// bell's, as AUTH PLAIN has it: "\0bell\0hidden" in base64.
const std::string login = "AGJlbGwAaGlkZGVu";

/// Whether it was told who writes, or who logs in.
bool was_told_something(mail_server& server) {
  return std::ranges::any_of(server.heard(), [](const auto& line) {
    return line.find("MAIL") != line.npos || line.find("AUTH") != line.npos;
  });
}

verdict::kind outcome(const sink_answer& of) {
  return judge(settings::sink_kind::email, of).what;
}

} // namespace

TEST_CASE("a mail goes to all its readers", "[alerts][smtp]") {
  mail_server server;
  const auto sink = sink_at(server);
  const auto got = smtp{sink}.send(mail);
  CHECK(outcome(got) == verdict::kind::delivered);
  const auto heard = server.heard();
  const auto was_said = [&](const std::string& start) {
    return std::ranges::count_if(
        heard, [&](const auto& line) { return line.starts_with(start); });
  };
  CHECK(was_said("MAIL FROM:<bell@example.com>") == 1);
  CHECK(was_said("RCPT TO:<ann@example.com>") == 1);
  CHECK(was_said("RCPT TO:<bob@example.com>") == 1);
  CHECK(was_said("AUTH") == 0);
  // A line that begins with a dot is told from the end.
  CHECK(server.mail() == "Subject: down\r\n\r\n..It is.");
}

TEST_CASE("a server without TLS is told nothing if it is required",
          "[alerts][smtp]") {
  mail_server server;
  auto sink = sink_at(server);
  sink.starttls = true;
  sink.user = "bell";
  sink.password = {"hidden", "SMTP"};
  const auto got = smtp{sink}.send(mail);
  CHECK(outcome(got) != verdict::kind::delivered);
  CHECK_FALSE(was_told_something(server));
}

TEST_CASE("mails and passwords go over TLS, at once or after STARTTLS",
          "[alerts][smtp][tls]") {
  const auto how = GENERATE(tls::offered, tls::from_the_start);
  const integration::temporary_folder folder;
  const authority ours{"ours"};
  mail_server server{with_tls(how, ours)};
  auto sink = safe_sink_at(server, folder, ours);
  sink.user = "bell";
  sink.password = {"hidden", "SMTP"};
  CHECK(outcome(smtp{sink}.send(mail)) == verdict::kind::delivered);
  for (const auto& line : server.heard())
    if (line.find("EHLO") == line.npos && line != "STARTTLS")
      CHECK(line.starts_with("tls "));
  const auto heard = server.heard();
  CHECK(std::ranges::count(heard, "tls " + login) == 1);
  CHECK(server.mail().starts_with("Subject: down"));
}

TEST_CASE("a password goes in clear if TLS is not required", "[alerts][smtp]") {
  mail_server server;
  auto sink = sink_at(server);
  sink.user = "bell";
  sink.password = {"hidden", "SMTP"};
  CHECK(outcome(smtp{sink}.send(mail)) == verdict::kind::delivered);
  const auto heard = server.heard();
  CHECK(std::ranges::count(heard, login) == 1);
}

TEST_CASE("a mail server can be given by its IPv6 address", "[alerts][smtp]") {
  mail_manners manners;
  manners.ip = "::1";
  mail_server server{std::move(manners)};
  const auto sink = sink_at(server);
  const auto got = smtp{sink}.send(mail);
  CHECK(got.problem.empty());
  CHECK(outcome(got) == verdict::kind::delivered);
}

TEST_CASE("a server that cannot prove its name is told nothing",
          "[alerts][smtp][tls]") {
  const auto how = GENERATE(tls::offered, tls::from_the_start);
  const bool wrong_name = GENERATE(true, false);
  const integration::temporary_folder folder;
  const authority ours{"ours"};
  const authority theirs{"theirs"};
  mail_server server{wrong_name ? with_tls(how, ours, "DNS:other.example.com")
                                : with_tls(how, theirs)};
  const auto sink = safe_sink_at(server, folder, ours);
  const auto got = smtp{sink}.send(mail);
  CHECK(got.status == 0);
  CHECK(outcome(got) == verdict::kind::again);
  CHECK_FALSE(was_told_something(server));
}

TEST_CASE("what a server answers decides what follows", "[alerts][smtp]") {
  const auto [command, answer, what] =
      GENERATE(table<const char*, const char*, verdict::kind>(
          {{"MAIL", "421 too busy", verdict::kind::again},
           {"RCPT", "450 later", verdict::kind::again},
           {"RCPT", "550 nobody here", verdict::kind::rejected},
           {"MAIL", "554 never", verdict::kind::rejected},
           {"AUTH", "421 too busy", verdict::kind::again},
           {"AUTH", "454 nobody can be looked up", verdict::kind::again},
           {"AUTH", "504 not like this", verdict::kind::disabled},
           {"AUTH", "535 who are you", verdict::kind::disabled}}));
  CAPTURE(command, answer);
  mail_manners manners;
  manners.answers[command] = answer;
  mail_server server{std::move(manners)};
  auto sink = sink_at(server);
  sink.user = "bell";
  sink.password = {"hidden", "SMTP"};
  CHECK(outcome(smtp{sink}.send(mail)) == what);
}

TEST_CASE("a server that says no more ends at the time-out", "[alerts][smtp]") {
  mail_manners manners;
  manners.answers["MAIL"] = "";
  mail_server server{std::move(manners)};
  auto sink = sink_at(server);
  sink.timeout = 100ms;
  const auto began = std::chrono::steady_clock::now();
  CHECK(outcome(smtp{sink}.send(mail)) == verdict::kind::again);
  CHECK(std::chrono::steady_clock::now() - began < 5s);
}

TEST_CASE("a mail that is under way can be ended", "[alerts][smtp]") {
  mail_manners manners;
  manners.answers["MAIL"] = "";
  mail_server server{std::move(manners)};
  auto sink = sink_at(server);
  sink.timeout = 60s;
  smtp subject{sink};
  auto sent =
      std::async(std::launch::async, [&] { return subject.send(mail); });
  server.wait_until_silent();
  subject.stop();
  REQUIRE(sent.wait_for(10s) == std::future_status::ready);
  const auto got = sent.get();
  CHECK(outcome(got) == verdict::kind::again);
  CHECK(got.problem == "the daemon stops");
}

TEST_CASE("after stop no mail is sent, nor its server looked up",
          "[alerts][smtp]") {
  mail_server server;
  auto sink = sink_at(server);
  sink.allow_private = GENERATE(true, false);
  smtp subject{sink};
  subject.stop();
  const auto got = subject.send(mail);
  CHECK(got.problem == "the daemon stops");
  CHECK_FALSE(got.lasting_problem);
  CHECK(server.heard().empty());
}

TEST_CASE("a mail server at a private address must be allowed",
          "[alerts][smtp]") {
  mail_server server;
  auto sink = sink_at(server);
  sink.allow_private = false;
  const auto got = smtp{sink}.send(mail);
  CHECK(got.status == 0);
  CHECK(got.lasting_problem);
  CHECK_THAT(got.problem, Catch::Contains("allow_private_addresses"));
  CHECK(server.heard().empty());
}

} // namespace bellwether::alerts
