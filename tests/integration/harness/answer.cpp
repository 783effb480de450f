#include "integration/harness/answer.hpp"

#include <algorithm>

namespace bellwether::integration {

namespace {

const std::string* find(const header_list& all, std::string_view name) {
  const auto at = std::ranges::find(all, name, &header_list::value_type::first);
  return at == all.end() ? nullptr : &at->second;
}

std::string value_of(const header_list& all, std::string_view name) {
  const auto* found = find(all, name);
  return found == nullptr ? std::string{} : *found;
}

constexpr std::string_view data_prefix = "data: ";

} // namespace

std::string answer::header(std::string_view name) const {
  return value_of(headers, name);
}

std::string answer::trailer(std::string_view name) const {
  return value_of(trailers, name);
}

bool answer::has(std::string_view name) const {
  return find(headers, name) != nullptr;
}

nlohmann::json answer::json() const {
  return nlohmann::json::parse(body, nullptr, false);
}

nlohmann::json answer::error(std::string_view field) const {
  const auto parsed = json();
  if (!parsed.is_object() || !parsed.contains("error"))
    return nullptr;
  return parsed["error"].value(std::string{field}, nlohmann::json{});
}

std::vector<nlohmann::json> answer::events() const {
  std::vector<nlohmann::json> out;
  for (std::size_t at = 0; at < body.size();) {
    const auto end = std::min(body.find('\n', at), body.size());
    const auto line = std::string_view{body}.substr(at, end - at);
    if (line.starts_with(data_prefix) && !line.ends_with("[DONE]"))
      out.push_back(nlohmann::json::parse(line.substr(data_prefix.size()),
                                          nullptr, false));
    at = end + 1;
  }
  return out;
}

bool answer::done() const {
  return body.ends_with("data: [DONE]\n\n");
}

std::string answer::content() const {
  std::string out;
  for (const auto& event : events())
    if (const auto path = "/choices/0/delta/content"_json_pointer;
        event.contains(path) && event[path].is_string())
      out += event[path].get<std::string>();
  return out;
}

} // namespace bellwether::integration
