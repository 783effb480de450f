#include "settings/sections.hpp"
#include "settings/shown_value.hpp"
#include "settings/text_file.hpp"

#include <filesystem>

namespace bellwether::settings {

namespace {

namespace fs = std::filesystem;

/// The variable's folder. A relative one counts as none: nobody can say where
/// a daemon is started.
fs::path folder_from(const environment& env, const std::string& variable) {
  fs::path folder{env(variable).value_or("")};
  return folder.is_absolute() ? folder : fs::path{};
}

/// systemd's own variable, which may hold several folders.
fs::path from_service_manager(const environment& env) {
  const auto all = env("STATE_DIRECTORY").value_or("");
  fs::path first{all.substr(0, all.find(':'))};
  return first.is_absolute() ? first : fs::path{};
}

} // namespace

std::string default_state_dir(const environment& env) {
  auto folder = from_service_manager(env);
  if (folder.empty()) {
    folder = folder_from(env, "XDG_STATE_HOME");
    if (folder.empty()) {
      folder = folder_from(env, "HOME");
      if (folder.empty())
        return "";
      folder /= ".local/state";
    }
    folder /= "bellwether";
  }
  return folder.lexically_normal().string();
}

void read_state_dir(object_reader& root, const surroundings& around,
                    settings& out) {
  const auto* given = root.value("state_dir");
  if (given == nullptr) {
    out.state_dir = default_state_dir(around.env);
    if (out.state_dir.empty())
      out.notes.emplace_back(no_state_note);
    return;
  }
  if (given->what != node::kind::text)
    root.refuse("state_dir",
                "is " + shown(*given)
                    + ", must be the name of a folder, or \"\" to keep "
                      "nothing");
  else if (given->text.find('\0') != std::string::npos)
    root.refuse("state_dir", "is a name that no folder can have");
  else if (!given->text.empty())
    out.state_dir = resolve(around.folder, given->text);
}

} // namespace bellwether::settings
