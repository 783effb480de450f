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

/// Reads one secret into `out` from where its section says.
class key_reader {
public:
  key_reader(object_reader& section, const key_names& names, api_key& out)
      : section_{section}, names_{names}, out_{out} {}

  void from_variable(const std::string& name, const environment& env) {
    if (!is_variable_name(name)) {
      section_.refuse(names_.variable,
                      "must be the name of an environment variable in "
                      "capitals, such as "
                          + std::string{names_.example}
                          + ", and not the key itself");
      return;
    }
    out_.from = name;
    out_.remedy = name;
    const auto value = env(name);
    take(names_.variable, value.value_or(""),
         name + (value ? " is empty" : " is not set"));
  }

  void from_file(const std::string& name, const std::string& folder) {
    const auto path = resolve(folder, name);
    const auto file = read_text_file(path, max_key_bytes);
    if (const auto* error = std::get_if<file_error>(&file)) {
      // Without its name: it may be a key that was pasted here.
      out_.disabled =
          "the file that " + std::string{names_.file} + " names " + error->why;
      return;
    }
    out_.from = "file " + path;
    take(names_.file, std::get<std::string>(file), out_.from + " is empty");
  }

private:
  /// Takes a key that was found; `found` is empty if there is none.
  void take(std::string_view origin, std::string_view found,
            std::string_view if_empty) {
    const auto key = trimmed(found);
    if (key.empty())
      out_.disabled = if_empty;
    else if (!fits_header(key))
      section_.refuse(origin,
                      "leads to a key with blanks, control or non-ASCII "
                      "characters inside, must be one plain word");
    else
      out_.value = key;
  }

  object_reader& section_;
  const key_names& names_;
  api_key& out_;
};

/// A text whose value is not shown even if it has the wrong type.
bool read_private(object_reader& section, std::string_view key,
                  std::string& out) {
  const auto* found = section.value(key);
  if (found == nullptr)
    return false;
  if (found->what != node::kind::text || found->text.empty()) {
    section.refuse(key, "must be a text that is not empty");
    return false;
  }
  out = found->text;
  return true;
}

} // namespace

api_key read_api_key(object_reader& section, const surroundings& around,
                     const key_names& names) {
  api_key out;
  std::string variable;
  std::string file;
  const bool by_variable = read_private(section, names.variable, variable);
  const bool by_file = read_private(section, names.file, file);
  const std::string first{names.variable};
  section.forbid(names.literal,
                 "must not stand in this file: name the key with " + first
                     + " or " + std::string{names.file}
                     + ", so that secrets stay out of it");
  out.needed = by_variable || by_file;
  key_reader reader{section, names, out};
  if (section.has(names.variable) && section.has(names.file))
    section.refuse(names.file,
                   "must not stand beside " + first + ": a key has one source");
  else if (by_variable)
    reader.from_variable(variable, around.env);
  else if (by_file)
    reader.from_file(file, around.folder);
  return out;
}

} // namespace bellwether::settings
