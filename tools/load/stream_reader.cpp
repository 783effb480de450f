#include "load/stream_reader.hpp"

#include <simdjson.h>

namespace bellwether::load {

namespace {

constexpr std::size_t sample_bytes = 200;

/// Whether `json` has the key `name` with a text that is not empty. `name`
/// comes with its quotes; inside a JSON string they would be escaped.
bool has_text(std::string_view json, std::string_view name) {
  for (auto at = json.find(name); at != std::string_view::npos;
       at = json.find(name, at + 1)) {
    auto rest = json.substr(at + name.size());
    rest.remove_prefix(std::min(rest.find_first_not_of(": "), rest.size()));
    if (rest.size() > 1 && rest[0] == '"' && rest[1] != '"') {
      return true;
    }
  }
  return false;
}

} // namespace

std::size_t stream_reader::feed(std::string_view bytes) {
  const auto before = content_;
  for (auto end = bytes.find('\n'); end != std::string_view::npos;
       end = bytes.find('\n')) {
    auto line = bytes.substr(0, end);
    bytes.remove_prefix(end + 1);
    if (!partial_.empty()) {
      partial_.append(line);
      line = partial_;
    }
    read_line(line);
    partial_.clear();
  }
  partial_.append(bytes);
  return content_ - before;
}

void stream_reader::read_line(std::string_view line) {
  constexpr std::string_view data = "data:";
  if (!line.starts_with(data)) {
    return;
  }
  line.remove_prefix(data.size());
  if (line.starts_with(' ')) {
    line.remove_prefix(1);
  }
  if (line.starts_with("[DONE]")) {
    done_ = true;
  } else if (line.find("\"error\":") != std::string_view::npos) {
    failed_ = true;
    error_ = line.substr(0, sample_bytes);
  } else if (has_text(line, "\"content\"") || has_text(line, "\"arguments\"")) {
    ++content_;
  }
}

std::string fault_of_plain(const std::string& body) {
  if (body.empty()) {
    return "empty body";
  }
  static thread_local simdjson::dom::parser parser;
  simdjson::dom::object root;
  if (parser.parse(body).get(root) != simdjson::SUCCESS) {
    return "body is not JSON";
  }
  simdjson::dom::element error;
  if (root["error"].get(error) == simdjson::SUCCESS && !error.is_null()) {
    return "error in a good answer";
  }
  simdjson::dom::array choices;
  if (root["choices"].get(choices) != simdjson::SUCCESS
      || choices.size() == 0) {
    return "no choices";
  }
  return {};
}

} // namespace bellwether::load
