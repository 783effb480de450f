#include "sinks/mail_text.hpp"

#include "sinks/text_rules.hpp"

#include <algorithm>

namespace bellwether::sinks {

namespace {

constexpr std::string_view line_end = "\r\n";
constexpr std::string_view blank_line = "\r\n\r\n";
constexpr std::size_t longest_line = 998;

std::string_view headers_of(std::string_view raw) {
  const auto end = raw.find(blank_line);
  return raw.substr(0, end == raw.npos ? end : end + line_end.size());
}

std::size_t count_of(std::string_view headers, const std::string& name) {
  std::size_t out = headers.starts_with(name + ":") ? 1 : 0;
  const auto mark = "\r\n" + name + ":";
  for (auto at = headers.find(mark); at != headers.npos;
       at = headers.find(mark, at + 1)) {
    ++out;
  }
  return out;
}

bool ends_lines_well(std::string_view raw) {
  for (std::size_t i = 0; i < raw.size(); ++i) {
    const bool after_return = i != 0 && raw[i - 1] == '\r';
    if ((raw[i] == '\n') != after_return) {
      return false;
    }
  }
  return !raw.ends_with('\r');
}

std::size_t longest(std::string_view raw) {
  std::size_t out = 0;
  while (!raw.empty()) {
    const auto end = std::min(raw.find(line_end), raw.size());
    out = std::max(out, end);
    raw.remove_prefix(std::min(raw.size(), end + line_end.size()));
  }
  return out;
}

} // namespace

std::vector<std::string> check_mail(std::string_view raw) {
  std::vector<std::string> out;
  if (!ends_lines_well(raw)) {
    out.emplace_back("a line ends otherwise than in CRLF");
  }
  if (longest(raw) > longest_line) {
    out.emplace_back("a line has more than 998 bytes");
  }
  if (std::ranges::any_of(
          raw, [](char c) { return static_cast<unsigned char>(c) >= 0x80U; })) {
    out.emplace_back("there are bytes that are no ASCII");
  }
  for (const auto* name : {"From", "Date", "Message-ID"}) {
    if (count_of(headers_of(raw), name) != 1) {
      out.push_back(std::string{"the header "} + name
                    + " is not there exactly once");
    }
  }
  return out;
}

std::string mail_header(std::string_view raw, std::string_view name) {
  const auto headers = "\r\n" + std::string{headers_of(raw)};
  const auto mark = "\r\n" + std::string{name} + ": ";
  const auto begin = headers.find(mark);
  if (begin == headers.npos) {
    return {};
  }
  auto out = headers.substr(begin + mark.size());
  for (auto end = out.find(line_end); end != out.npos;
       end = out.find(line_end, end)) {
    if (out.compare(end + line_end.size(), 1, " ") != 0) {
      out.resize(end);
      break;
    }
    out.erase(end, line_end.size());
  }
  return out;
}

std::string mail_body(std::string_view raw) {
  constexpr std::string_view mark = "base64\r\n\r\n";
  const auto at = raw.find(mark);
  if (at == raw.npos) {
    const auto begin = raw.find(blank_line);
    return begin == raw.npos
               ? std::string{}
               : std::string{raw.substr(begin + blank_line.size())};
  }
  auto part = raw.substr(at + mark.size());
  std::string code{part.substr(0, part.find("\r\n--"))};
  std::erase_if(code, [](char c) { return c == '\r' || c == '\n'; });
  return from_base64(code).value_or("");
}

} // namespace bellwether::sinks
