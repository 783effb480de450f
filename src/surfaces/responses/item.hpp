#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::surfaces {

/// A piece of a message: text, or a refusal.
struct message_part {
  bool refusal = false;
  std::string text;
  std::string logprobs; ///< JSON of the tokens, between the brackets
};

/// One item of a response's output.
struct output_item {
  enum class kind : std::uint8_t { reasoning, message, function_call };

  kind what = kind::message;
  std::string id;
  std::string_view status = "completed"; ///< a literal
  std::vector<message_part> parts;       ///< message
  std::string text;            ///< the thoughts, or a call's arguments
  std::string thinking_blocks; ///< JSON of them, between the brackets
  std::string call_id;
  std::string name;
  std::string extra_content; ///< JSON, may be empty
};

/// An empty item, the `index`th of the response to call `call`.
output_item make_item(output_item::kind what, std::string_view call,
                      std::size_t index);

/// The item as the response holds it. `sealed`: reasoning carries what a later
/// call needs to go on with it.
std::string write_item(const output_item& item, bool sealed);

std::string write_part(const message_part& part);

/// A reasoning item's piece of summary.
std::string write_summary(std::string_view text);

/// The items from the first to the one before `end`, between the brackets.
std::string write_items(const std::vector<output_item>& items, std::size_t end,
                        bool sealed);

} // namespace bellwether::surfaces
