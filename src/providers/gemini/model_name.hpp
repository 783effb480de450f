#pragma once

#include <string>
#include <string_view>

namespace bellwether::providers::gemini {

/// What the name of a Gemini model tells about it.
struct model_name {
  int generation = 0; ///< 25 for 2.5, 30 for 3; 0 = the name does not say
  bool pro = false;
  bool lite = false;
  bool latest = false; ///< an alias of the newest: its generation is a guess

  /// Takes no JSON format together with tools.
  bool is_before_3() const { return generation > 0 && generation < 30; }
  /// Signs its calls, and wants the signatures back.
  bool signs_calls() const { return generation >= 30; }
};

model_name read_model_name(std::string_view name);

/// The path of a model's method, percent-encoded: "/models/NAME:method".
/// A leading "models/" of the name is understood.
std::string method_path(std::string_view name, std::string_view method);

/// The name as requests carry it: "models/NAME".
std::string resource_name(std::string_view name);

} // namespace bellwether::providers::gemini
