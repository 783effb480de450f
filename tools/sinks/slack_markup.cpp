#include "sinks/slack_markup.hpp"

#include "sinks/text_rules.hpp"

#include <regex>

namespace bellwether::sinks {

namespace {

bool is_mention(std::string_view target) {
  static const std::regex shape{
      R"(@[UW][A-Z0-9]+|#C[A-Z0-9]+|!(here|channel|everyone)|)"
      R"(!subteam\^S[A-Z0-9]+)"};
  return std::regex_match(target.begin(), target.end(), shape);
}

bool is_link(std::string_view target) {
  static const std::regex other{R"(mailto:[^@\s]+@\S+|!date\^\d+\^.+)"};
  return is_web_address(target)
         || std::regex_match(target.begin(), target.end(), other);
}

bool begins_entity(std::string_view rest) {
  return rest.starts_with("&amp;") || rest.starts_with("&lt;")
         || rest.starts_with("&gt;");
}

class markup_reader {
public:
  markup_reader(std::string_view text, const std::string& path, objections& out)
      : text_{text}, path_{path}, out_{out} {}

  std::vector<std::string> read() {
    while (at_ < text_.size()) {
      step();
    }
    return std::move(mentions_);
  }

private:
  void step() {
    const char c = text_[at_];
    if (c == '<') {
      read_angle();
      return;
    }
    if (c == '&' && !begins_entity(text_.substr(at_))) {
      flag("'&' should be &amp;");
    }
    if (c == '>' && at_ != 0 && text_[at_ - 1] != '\n') { // else a quote
      flag("'>' should be &gt;");
    }
    ++at_;
  }

  void read_angle() {
    const auto end = text_.find_first_of("<>\n", at_ + 1);
    const bool closed = end != text_.npos && text_[end] == '>';
    const auto inner =
        closed ? text_.substr(at_ + 1, end - at_ - 1) : std::string_view{};
    const auto target = inner.substr(0, inner.find('|'));
    if (is_mention(target)) {
      mentions_.emplace_back(target);
    } else if (!is_link(target)) {
      flag("'<' begins neither a link nor a mention");
      ++at_;
      return;
    }
    at_ = end + 1;
  }

  void flag(const std::string& why) { out_.flag(path_ + ": " + why); }

  std::string_view text_;
  const std::string& path_;
  objections& out_;
  std::size_t at_ = 0;
  std::vector<std::string> mentions_;
};

} // namespace

std::vector<std::string> read_markup(std::string_view text,
                                     const std::string& path, objections& out) {
  return markup_reader{text, path, out}.read();
}

} // namespace bellwether::sinks
