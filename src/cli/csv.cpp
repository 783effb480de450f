#include "cli/csv.hpp"

#include <nlohmann/json.hpp>

namespace bellwether::cli {

using json = nlohmann::ordered_json;

namespace {

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos)
    return text;
  std::string out{'"'};
  for (const char c : text)
    out += c == '"' ? std::string{"\"\""} : std::string{c};
  return out + '"';
}

std::string field(const json& of, const std::string& name) {
  if (const auto exact = of.find(name + "_exact"); exact != of.end())
    return exact->get<std::string>();
  const auto found = of.find(name);
  if (found == of.end() || found->is_null())
    return "";
  return found->is_string()
             ? found->get<std::string>()
             : found->dump(-1, ' ', false, json::error_handler_t::replace);
}

} // namespace

std::string csv_line(const json& of, const std::vector<std::string>& names) {
  std::string out;
  for (const auto& name : names)
    out += (out.empty() && &name == &names.front() ? "" : ",")
           + quoted(field(of, name));
  return out + "\r\n";
}

std::string csv_head(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& name : names)
    out += (out.empty() ? "" : ",") + name;
  return out + "\r\n";
}

} // namespace bellwether::cli
