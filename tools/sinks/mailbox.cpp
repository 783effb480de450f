#include "sinks/mailbox.hpp"

#include "sinks/mail_text.hpp"
#include "sinks/text_rules.hpp"

#include <algorithm>
#include <cctype>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace bellwether::sinks {

namespace {

constexpr std::size_t longest_command = 512; // with its CRLF
constexpr std::size_t largest_mail = 1024UL * 1024;

std::string upper(std::string_view text) {
  std::string out{text};
  std::ranges::transform(out, out.begin(), [](unsigned char c) {
    return static_cast<char>(std::toupper(c));
  });
  return out;
}

/// "<a@b>", perhaps with parameters behind: what is between the brackets. For
/// who sends also "<>".
std::optional<std::string> address_in(std::string_view text,
                                      bool may_be_empty) {
  const auto end = text.find('>');
  if (!text.starts_with('<') || end == text.npos
      || (end + 1 < text.size() && text[end + 1] != ' ')) {
    return std::nullopt;
  }
  std::string out{text.substr(1, end - 1)};
  const auto at = out.find('@');
  const bool good = at != out.npos && at != 0 && at + 1 < out.size()
                    && out.find_first_of(" <\t") == out.npos;
  return good || (out.empty() && may_be_empty) ? std::optional{out}
                                               : std::nullopt;
}

/// One conversation.
class session {
public:
  session(connection& with, reception& to) : with_{with}, to_{to} {}

  void run() {
    say("220 bellwether-sinks ESMTP");
    while (open_) {
      const auto line = read_line();
      if (line) {
        obey(*line);
      }
    }
  }

private:
  void say(const std::string& text) {
    open_ = with_.send(text + "\r\n") && open_;
  }

  bool fill() {
    const auto more = with_.receive();
    rest_ += more;
    open_ = !more.empty();
    return open_;
  }

  /// A command without its CRLF; nothing if it has no proper end, which the
  /// client is told, or none came.
  std::optional<std::string> read_line() {
    auto end = rest_.find('\n');
    while (end == rest_.npos) {
      if (rest_.size() > longest_command) {
        say("500 the line is too long");
        open_ = false;
      }
      if (!open_ || !fill()) {
        return std::nullopt;
      }
      end = rest_.find('\n');
    }
    auto line = rest_.substr(0, end);
    rest_.erase(0, end + 1);
    if (!line.ends_with('\r') || line.find('\r') + 1 != line.size()) {
      say("500 lines end in CRLF");
      return std::nullopt;
    }
    if (line.size() >= longest_command) {
      say("500 the line is too long");
      return std::nullopt;
    }
    line.pop_back();
    return line;
  }

  void obey(const std::string& line) {
    const auto verb = upper(line.substr(0, line.find(' ')));
    if (verb == "EHLO" || verb == "HELO") {
      greet(verb, line);
    } else if (verb == "QUIT") {
      say("221 bye");
      open_ = false;
    } else if (verb == "NOOP") {
      say("250 ok");
    } else if (verb == "RSET") {
      mail_.reset();
      say("250 ok");
    } else if (!greeted_) {
      say("503 EHLO comes first");
    } else {
      obey_greeted(verb, line);
    }
  }

  void obey_greeted(const std::string& verb, const std::string& line) {
    if (verb == "AUTH") {
      authenticate(line);
    } else if (verb == "MAIL") {
      take_sender(line);
    } else if (verb == "RCPT") {
      take_recipient(line);
    } else if (verb == "DATA") {
      take_data(line);
    } else {
      say("500 unknown command");
    }
  }

  void greet(const std::string& verb, const std::string& line) {
    if (line.size() < verb.size() + 2) {
      say("501 a name is missing");
      return;
    }
    greeted_ = true;
    mail_.reset();
    say(verb == "HELO" ? "250 bellwether-sinks"
                       : "250-bellwether-sinks\r\n250 AUTH PLAIN");
  }

  void authenticate(const std::string& line) {
    constexpr std::string_view plain = "AUTH PLAIN";
    if (upper(line.substr(0, plain.size())) != plain) {
      say("504 only PLAIN is known");
      return;
    }
    auto code = line.substr(std::min(line.size(), plain.size() + 1));
    if (code.empty()) {
      say("334 ");
      auto next = read_line();
      if (!next) {
        return;
      }
      code = std::move(*next);
    }
    const auto login = from_base64(code);
    const bool good = login && std::ranges::count(*login, '\0') == 2;
    say(good ? "235 welcome" : "501 this is no login");
  }

  void take_sender(const std::string& line) {
    constexpr std::string_view words = "MAIL FROM:";
    const auto from = upper(line).starts_with(words)
                          ? address_in(line.substr(words.size()), true)
                          : std::nullopt;
    if (mail_) {
      say("503 there is a mail under way");
    } else if (!from) {
      say("501 expected MAIL FROM:<address>");
    } else {
      mail_ = mail{*from, {}, {}, {}};
      say("250 ok");
    }
  }

  void take_recipient(const std::string& line) {
    constexpr std::string_view words = "RCPT TO:";
    const auto to = upper(line).starts_with(words)
                        ? address_in(line.substr(words.size()), false)
                        : std::nullopt;
    if (!mail_) {
      say("503 MAIL FROM comes first");
    } else if (!to) {
      say("501 expected RCPT TO:<address>");
    } else {
      mail_->to.push_back(*to);
      say("250 ok");
    }
  }

  void take_data(const std::string& line) {
    if (line.size() != 4) {
      say("501 DATA stands alone");
    } else if (!mail_ || mail_->to.empty()) {
      say("503 RCPT TO comes first");
    } else {
      say("354 the mail, then a dot");
      if (read_mail()) {
        mail_->objections = check_mail(mail_->raw);
        answer(to_.take_mail(*mail_, moment::now()));
      }
      mail_.reset();
    }
  }

  /// Up to the line with only a dot; the dots that were put before dots are
  /// taken away.
  bool read_mail() {
    rest_.insert(0, "\r\n"); // the end may come at once
    auto end = rest_.find("\r\n.\r\n");
    while (end == rest_.npos) {
      if (rest_.size() > largest_mail) {
        say("552 the mail is too large");
        open_ = false;
      }
      if (!open_ || !fill()) {
        return false;
      }
      end = rest_.find("\r\n.\r\n");
    }
    auto text = rest_.substr(0, end + 2);
    rest_.erase(0, end + 5);
    for (auto at = text.find("\r\n.."); at != text.npos;
         at = text.find("\r\n..", at + 3)) {
      text.erase(at + 2, 1);
    }
    mail_->raw = text.substr(2);
    return true;
  }

  void answer(const response& r) {
    const auto proper = std::to_string(r.answer.status) + " " + r.answer.body;
    if (!r.instead) {
      say(proper);
      return;
    }
    const auto& f = *r.instead;
    if (f.what == fault::kind::hang) {
      with_.hold();
    } else if (f.what == fault::kind::reset) {
      with_.reset_when_closed();
      open_ = false;
    } else if (!f.takes() || f.accept) {
      say(std::to_string(f.status) + " fault");
    } else if (!with_.gone_within(f.delay)) {
      say(proper);
    }
  }

  connection& with_;
  reception& to_;
  std::string rest_; ///< what came and was not read yet
  bool open_ = true;
  bool greeted_ = false;
  std::optional<mail> mail_;
};

} // namespace

mailbox::mailbox(std::uint16_t port, reception& to)
    : listener_{port, [&to](connection& c) {
                  session{c, to}.run();
                }} {}

} // namespace bellwether::sinks
