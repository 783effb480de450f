#pragma once

#include "cli/commands.hpp"
#include "cli/keys.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <sstream>
#include <stdexcept>
#include <stdlib.h>

namespace bellwether::cli {

/// A state folder, and what the commands print.
class key_desk {
public:
  key_desk() {
    auto name =
        (std::filesystem::temp_directory_path() / "keys-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
      throw std::runtime_error{"no folder for a test"};
    where.state_dir = name;
  }
  ~key_desk() { std::filesystem::remove_all(where.state_dir); }
  key_desk(const key_desk&) = delete;
  key_desk& operator=(const key_desk&) = delete;

  int create(key_options options) {
    options.where = where;
    return create_key(options, out, err);
  }

  nlohmann::json list() {
    std::ostringstream text;
    CHECK(list_keys(where, true, text, err) == success);
    return nlohmann::json::parse(text.str());
  }

  state_options where;
  std::ostringstream out;
  std::ostringstream err;
};

} // namespace bellwether::cli
