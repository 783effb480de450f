#pragma once

#include "providers/json_members.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace bellwether::providers::anthropic {

/// Writes one JSON object as text, members in the order in which they are
/// added. Keys need no escapes. Text that is spliced in keeps its own order.
class object_writer {
public:
  object_writer& json(std::string_view key, std::string_view value) {
    text_ += text_.size() > 1 ? ",\"" : "\"";
    text_ += key;
    text_ += "\":";
    text_ += value;
    return *this;
  }

  object_writer& text(std::string_view key, std::string_view value) {
    return json(key, json_quote(value));
  }

  object_writer& number(std::string_view key, std::int64_t value) {
    return json(key, std::to_string(value));
  }

  /// Nothing if there is no value.
  object_writer& json_if_any(std::string_view key, std::string_view value) {
    return value.empty() ? *this : json(key, value);
  }

  bool empty() const { return text_.size() == 1; }

  std::string take() {
    text_ += '}';
    return std::move(text_);
  }

private:
  std::string text_ = "{";
};

/// The same for an array.
class array_writer {
public:
  void add(std::string_view value) {
    text_ += count_++ > 0 ? "," : "";
    text_ += value;
  }

  std::size_t count() const { return count_; }
  bool empty() const { return count_ == 0; }

  std::string take() {
    text_ += ']';
    return std::move(text_);
  }

private:
  std::string text_ = "[";
  std::size_t count_ = 0;
};

} // namespace bellwether::providers::anthropic
