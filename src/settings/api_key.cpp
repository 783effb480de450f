#include "settings/api_key.hpp"

#include "settings/text_file.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <variant>

namespace bellwether::settings {

namespace {

constexpr std::size_t max_key_bytes = std::size_t{16} * 1024;
constexpr std::size_t max_variable_bytes = 64;

/// Capitals only: most keys that are pasted here by mistake are then refused
/// without being shown.
bool is_variable_name(std::string_view name) {
  const auto fits = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !name.empty() && name.size() <= max_variable_bytes
         && (name[0] < '0' || name[0] > '9')
         && std::all_of(name.begin(), name.end(), fits);
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n\v\f";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos)
    return "";
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

bool fits_header(std::string_view key) {
  return std::all_of(key.begin(), key.end(),
                     [](char c) { return c > 0x20 && c < 0x7f; });
}

/// Takes a key that was found; `found` is empty if there is none.
void take(object_reader& provider, std::string_view origin,
          std::string_view found, std::string_view if_empty, api_key& out) {
  const auto key = trimmed(found);
  if (key.empty())
    out.disabled = if_empty;
  else if (!fits_header(key))
    provider.refuse(origin,
                    "leads to a key with blanks, control or non-ASCII "
                    "characters inside, must be one plain word");
  else
    out.value = key;
}

void take_from_variable(object_reader& provider, const std::string& name,
                        const environment& env, api_key& out) {
  if (!is_variable_name(name)) {
    provider.refuse("api_key_env",
                    "must be the name of an environment variable in capitals, "
                    "such as OPENAI_API_KEY, and not the key itself");
    return;
  }
  out.from = name;
  out.remedy = name;
  const auto value = env(name);
  take(provider, "api_key_env", value.value_or(""),
       name + (value ? " is empty" : " is not set"), out);
}

void take_from_file(object_reader& provider, const std::string& name,
                    const std::string& folder, api_key& out) {
  const auto path = resolve(folder, name);
  const auto file = read_text_file(path, max_key_bytes);
  if (const auto* error = std::get_if<file_error>(&file)) {
    // Without its name: it may be a key that was pasted here.
    out.disabled = "the file that api_key_file names " + error->why;
    return;
  }
  out.from = "file " + path;
  take(provider, "api_key_file", std::get<std::string>(file),
       out.from + " is empty", out);
}

/// A text whose value is not shown even if it has the wrong type.
bool read_private(object_reader& provider, std::string_view key,
                  std::string& out) {
  const auto* found = provider.value(key);
  if (found == nullptr)
    return false;
  if (found->what != node::kind::text || found->text.empty()) {
    provider.refuse(key, "must be a text that is not empty");
    return false;
  }
  out = found->text;
  return true;
}

} // namespace

api_key read_api_key(object_reader& provider, const surroundings& around) {
  api_key out;
  std::string variable;
  std::string file;
  const bool by_variable = read_private(provider, "api_key_env", variable);
  const bool by_file = read_private(provider, "api_key_file", file);
  provider.forbid("api_key",
                  "must not stand in this file: name the key with api_key_env "
                  "or api_key_file, so that secrets stay out of it");
  out.needed = by_variable || by_file;
  if (provider.has("api_key_env") && provider.has("api_key_file"))
    provider.refuse("api_key_file",
                    "must not stand beside api_key_env: a key has one source");
  else if (by_variable)
    take_from_variable(provider, variable, around.env, out);
  else if (by_file)
    take_from_file(provider, file, around.folder, out);
  return out;
}

} // namespace bellwether::settings
