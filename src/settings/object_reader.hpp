#pragma once

#include "settings/document.hpp"
#include "settings/range.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::settings {

/// Reads one object of a configuration key by key. Every method remembers that
/// the key is known, leaves `out` alone if the key is absent, and reports a
/// wrong value with its path to the list of problems. The destructor reports
/// the keys that nobody asked for. `object` and `problems` must outlive it.
class object_reader {
public:
  /// A value that is no object is itself the problem; then every key is absent.
  object_reader(const node& object, std::string path,
                std::vector<problem>& problems);
  ~object_reader();
  object_reader(const object_reader&) = delete;
  object_reader& operator=(const object_reader&) = delete;

  /// The key's value as it stands, or nullptr.
  const node* value(std::string_view key);

  /// These tell whether `out` was set.
  bool text(std::string_view key, std::string& out);
  bool whole(std::string_view key, std::int64_t& out, const range& allowed);
  bool real(std::string_view key, double& out, double least, double most);
  bool flag(std::string_view key, bool& out);
  bool flag(std::string_view key, std::optional<bool>& out);
  bool texts(std::string_view key, std::vector<std::string>& out);
  bool duration(std::string_view key, std::chrono::milliseconds& out,
                const range& allowed);

  template <class Integer>
  bool whole(std::string_view key, Integer& out, const range& allowed) {
    std::int64_t read = 0;
    if (!whole(key, read, allowed))
      return false;
    out = static_cast<Integer>(read); // `allowed` is within Integer
    return true;
  }

  /// One of a few words, each the to_string of a value.
  template <class Value>
  bool choice(std::string_view key, Value& out,
              std::span<const Value> allowed) {
    std::vector<std::string> words;
    for (const auto& value : allowed)
      words.emplace_back(to_string(value));
    const auto index = word(key, words);
    if (index)
      out = allowed[*index];
    return index.has_value();
  }

  /// Index of the key's text in `allowed`.
  std::optional<std::size_t> word(std::string_view key,
                                  const std::vector<std::string>& allowed);

  /// The items of the list at `key`; none if it is absent or no list.
  std::span<const node> list(std::string_view key);

  /// The members of the object at `key`, when its keys are names of the user's.
  std::span<const member> named(std::string_view key);

  /// A reader for the object at `key`; an absent one reads as empty.
  object_reader object(std::string_view key);

  bool has(std::string_view key) const;

  /// Refuses `key` if it is there, and suggests it to nobody.
  void forbid(std::string_view key, std::string message);

  /// Reports that the value of `key`, or the object if it is absent, is wrong.
  void refuse(std::string_view key, std::string message);

  /// Reports that `key` is absent; `what` says what it should be.
  void missing(std::string_view key, std::string_view what);

  std::string path_of(std::string_view key) const;
  std::vector<problem>& problems() { return problems_; }
  const node& source() const { return object_; }

private:
  void know(std::string_view key);
  void mistyped(std::string_view key, const node& value, std::string_view must);

  const node& object_;
  std::string path_;
  std::vector<problem>& problems_;
  std::vector<std::string> known_;
  std::vector<std::string> forbidden_;
};

} // namespace bellwether::settings
