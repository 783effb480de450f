#pragma once

#include "simulator/wire_format.hpp"

#include <simdjson.h>
#include <string_view>

namespace bellwether::simulator {

/// What those who speak OpenAI's format accept and do differently.
struct house_rules {
  bool pairs_tools = false;     ///< tool messages must fit the calls before
  bool strict_members = false;  ///< members of other vendors are refused
  bool reasoning_model = false; ///< OpenAI's rules for o1, gpt-5 and so on
  bool developer = true;        ///< the role is known
  bool images = true;
  bool json_schema = true;
  bool many_choices = true;
  bool newer_limit = true;        ///< knows max_completion_tokens
  bool json_needs_word = false;   ///< json_object only if a message says JSON
  bool wants_reasoning = false;   ///< turns with calls need reasoning_content
  bool refuses_reasoning = false; ///< reasoning_content is an error
  bool wants_signatures = false;  ///< calls need Google's thought_signature
  thinking thinks = thinking::none;
};

/// The rules of the provider behind `r` for that model.
house_rules rules_for(const request_view& r, simdjson::dom::object root,
                      std::string_view model);

} // namespace bellwether::simulator
