#pragma once

#include "domain/alert.hpp"
#include "domain/wall_time.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::storage {

/// Reads an object's members, and knows whether all were as they must be.
class field_reader {
public:
  explicit field_reader(const nlohmann::json& from)
      : from_{from}, good_{from.is_object()} {}

  /// All that was read was there and could be read.
  bool good() const { return good_; }

  void text(const char* field, std::string& to);
  void time(const char* field, domain::wall_time& to);
  /// Null or not there: nothing.
  void time(const char* field, std::optional<domain::wall_time>& to);
  void texts(const char* field, std::vector<std::string>& to);
  void texts(const char* field, std::map<std::string, std::string>& to);
  void counts(const char* field, std::map<std::string, std::uint64_t>& to);
  void facts(const char* field, std::vector<domain::alert_fact>& to);

  template <class Number>
  void number(const char* field, Number& to) {
    if (const auto* found = count(field, std::numeric_limits<Number>::max()))
      to = found->template get<Number>();
  }

  /// A word that `parse` knows.
  template <class Word>
  void word(const char* field,
            std::optional<Word> (*parse)(std::string_view text), Word& to) {
    std::string spelled;
    text(field, spelled);
    const auto known = parse(spelled);
    good_ = good_ && known;
    to = known.value_or(to);
  }

  /// What `read` makes of the member, which is nothing if that is wrong.
  template <class Part>
  void part(const char* field,
            std::optional<Part> (*read)(const nlohmann::json& from), Part& to) {
    const auto* found = get(field);
    auto known = found == nullptr ? std::nullopt : read(*found);
    good_ = good_ && known;
    if (known)
      to = std::move(*known);
  }

  bool has(const char* field) const {
    return from_.is_object() && from_.contains(field)
           && !from_.at(field).is_null();
  }

private:
  const nlohmann::json* get(const char* field);
  const nlohmann::json* count(const char* field, std::uint64_t most);

  const nlohmann::json& from_;
  bool good_;
};

nlohmann::json json_of(domain::wall_time at);
nlohmann::json json_of(const std::optional<domain::wall_time>& at);
nlohmann::json json_of(const std::vector<domain::alert_fact>& facts);

} // namespace bellwether::storage
