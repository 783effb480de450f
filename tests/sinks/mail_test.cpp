#include "integration/harness/eventually.hpp"
#include "sinks/caller.hpp"
#include "sinks/stage.hpp"

#include <catch2/catch.hpp>

namespace bellwether::sinks {

namespace {

const std::string headers =
    "From: a@example.com\r\nSubject: Hello\r\n there\r\n"
    "Date: Mon, 23 Nov 2026 14:05:00 +0000\r\nMessage-ID: <1@example.com>\r\n";

/// Who talks to the mail server.
class mailer {
public:
  explicit mailer(const stage& s) : caller_{s.smtp_port()} {
    CHECK(caller_.line() == "220 bellwether-sinks ESMTP");
  }

  /// The status of the answer to these bytes; 0 if the connection ended.
  int raw(const std::string& bytes) {
    caller_.send(bytes);
    const auto line = caller_.line();
    return line.empty() ? 0 : std::stoi(line);
  }

  int ask(const std::string& command) { return raw(command + "\r\n"); }

  void begin() {
    CHECK(ask("HELO me") == 250);
    CHECK(ask("MAIL FROM:<a@example.com>") == 250);
    CHECK(ask("RCPT TO:<b@example.com>") == 250);
  }

  /// A whole mail.
  int mail(const std::string& text) {
    begin();
    CHECK(ask("DATA") == 354);
    return raw(text + "\r\n.\r\n");
  }

  std::string line() { return caller_.line(); }
  int end() { return caller_.end(); }

private:
  caller caller_;
};

} // namespace

TEST_CASE("a mail is taken and shown", "[sinks][mail]") {
  const stage s;
  mailer m{s};
  m.begin();
  CHECK(m.ask("RCPT TO:<c@example.com>") == 250);
  CHECK(m.ask("DATA") == 354);
  CHECK(m.raw(headers + "\r\nline\r\n..dot\r\n.\r\n") == 250);
  CHECK(m.ask("QUIT") == 221);
  CHECK(m.end() == 0);
  const auto mail = s.last();
  CHECK(mail["path"] == "/mail");
  CHECK(mail["accepted"] == true);
  CHECK(mail["from"] == "a@example.com");
  CHECK(mail["to"] == json{"b@example.com", "c@example.com"});
  CHECK(mail["subject"] == "Hello there");
  CHECK(mail["text"] == "line\r\n.dot\r\n");
  CHECK(mail["raw"] == headers + "\r\nline\r\n.dot\r\n");
}

TEST_CASE("the first part of a mail is decoded", "[sinks][mail]") {
  const stage s;
  mailer m{s};
  CHECK(m.mail(headers
               + "\r\n--b\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                 "aGVs\r\nbG8=\r\n--b\r\nContent-Transfer-Encoding: base64\r\n"
                 "\r\naGFsbG8=\r\n--b--")
        == 250);
  CHECK(s.last()["text"] == "hello");
}

TEST_CASE("the lines of SMTP end in CRLF", "[sinks][mail]") {
  const stage s;
  mailer m{s};
  CHECK(m.raw("NOOP\n") == 500);
  CHECK(m.raw("NO\rOP\r\n") == 500);
  CHECK(m.raw("NOOP\r\n") == 250);
  CHECK(m.ask("NOOP " + std::string(505, 'a')) == 250);
  CHECK(m.ask("NOOP " + std::string(506, 'a')) == 500);
  CHECK(m.ask("NOOP") == 250);
  CHECK(m.raw(std::string(600, 'a')) == 500);
  CHECK(m.end() == 0);
}

TEST_CASE("the commands of SMTP come in order", "[sinks][mail]") {
  const stage s;
  mailer m{s};
  CHECK(m.ask("MAIL FROM:<a@example.com>") == 503);
  CHECK(m.ask("HELO") == 501);
  CHECK(m.ask("HELO me") == 250);
  CHECK(m.ask("RCPT TO:<b@example.com>") == 503);
  CHECK(m.ask("DATA") == 503);
  CHECK(m.ask("MAIL FROM:<a@example.com>") == 250);
  CHECK(m.ask("MAIL FROM:<a@example.com>") == 503);
  CHECK(m.ask("DATA") == 503);
  CHECK(m.ask("RSET") == 250);
  CHECK(m.ask("RCPT TO:<b@example.com>") == 503);
  CHECK(m.ask("STARTTLS") == 500);
}

TEST_CASE("addresses of SMTP stand in brackets", "[sinks][mail]") {
  const stage s;
  mailer m{s};
  m.ask("HELO me");
  CHECK(m.ask("MAIL FROM:a@example.com") == 501);
  CHECK(m.ask("MAIL FROM: <a@example.com>") == 501);
  CHECK(m.ask("MAIL FROM:<a>") == 501);
  CHECK(m.ask("MAIL FROM:<a@example.com") == 501);
  CHECK(m.ask("MAIL FROM:<a@example.com>SIZE=5") == 501);
  CHECK(m.ask("mail from:<a@example.com> SIZE=5") == 250);
  CHECK(m.ask("RCPT TO:<>") == 501);
  CHECK(m.ask("RCPT TO:<b@exam ple.com>") == 501);
  CHECK(m.ask("RCPT TO:<b@example.com>") == 250);
  CHECK(m.ask("DATA now") == 501);
  CHECK(m.ask("RSET") == 250);
  CHECK(m.ask("MAIL FROM:<>") == 250);
}

TEST_CASE("a mail is what RFC 5322 calls one", "[sinks][mail]") {
  const stage s;
  const auto status = [&](const std::string& text) {
    return mailer{s}.mail(text);
  };
  CHECK(status(headers + "\r\na") == 250);
  CHECK(status(headers + "\r\na\nb") == 554);
  CHECK(s.last()["accepted"] == false);
  CHECK(s.last()["objections"].size() == 1);
  CHECK(status(headers + "\r\na\rb") == 554);
  CHECK(status(headers + "\r\n\xC3\xA4") == 554);
  CHECK(status(headers + "\r\n" + std::string(998, 'a')) == 250);
  CHECK(status(headers + "\r\n" + std::string(999, 'a')) == 554);
  CHECK(status(headers + headers + "\r\na") == 554);
  CHECK(status("Subject: a\r\n\r\na") == 554);
}

TEST_CASE("AUTH PLAIN lets anybody in", "[sinks][mail]") {
  const stage s;
  mailer m{s};
  CHECK(m.ask("AUTH PLAIN AG1lAHB3") == 503);
  CHECK(m.ask("EHLO me") == 250);
  CHECK(m.line() == "250 AUTH PLAIN");
  CHECK(m.ask("AUTH LOGIN") == 504);
  CHECK(m.ask("AUTH PLAIN AG1lAHB3") == 235);
  CHECK(m.ask("AUTH PLAIN bWU=") == 501);
  CHECK(m.ask("AUTH PLAIN") == 334);
  CHECK(m.ask("AG1lAHB3") == 235);
}

TEST_CASE("faults of the mail server", "[sinks][mail]") {
  const stage s;
  const auto order = [&](const json& what) {
    auto whole = what;
    whole["path"] = "/mail";
    whole["count"] = 1;
    REQUIRE(s.post("/_fault", whole).status == 200);
  };
  order({{"fault", "status"}, {"status", 451}, {"accept", true}});
  CHECK(mailer{s}.mail(headers + "\r\na") == 451);
  CHECK(s.last()["accepted"] == true);
  order({{"fault", "slow"}, {"delay_ms", 50}});
  const integration::stopwatch clock;
  CHECK(mailer{s}.mail(headers + "\r\na") == 250);
  CHECK(clock.milliseconds() >= 50);
  order({{"fault", "reset"}});
  CHECK(mailer{s}.mail(headers + "\r\na") == 0);
  CHECK(s.last()["accepted"] == false);
  CHECK(mailer{s}.mail(headers + "\r\na") == 250);
}

} // namespace bellwether::sinks
