#include "settings/settings.hpp"

namespace bellwether::settings {

std::string_view to_string(provider_kind k) {
  switch (k) {
    case provider_kind::openai:
      return "openai";
    case provider_kind::anthropic:
      return "anthropic";
    case provider_kind::gemini:
      return "gemini";
    case provider_kind::deepseek:
      return "deepseek";
    case provider_kind::openai_compatible:
      return "openai_compatible";
  }
  return "unknown";
}

std::string_view to_string(unsupported_parameters u) {
  return u == unsupported_parameters::drop ? "drop" : "reject";
}

std::string_view to_string(anonymous_callers a) {
  switch (a) {
    case anonymous_callers::until_keys:
      return "until_keys";
    case anonymous_callers::loopback:
      return "loopback";
    case anonymous_callers::never:
      return "never";
  }
  return "unknown";
}

std::string_view default_base_url(provider_kind k) {
  switch (k) {
    case provider_kind::openai:
      return "https://api.openai.com/v1";
    case provider_kind::anthropic:
      return "https://api.anthropic.com/v1";
    case provider_kind::gemini:
      return "https://generativelanguage.googleapis.com/v1beta";
    case provider_kind::deepseek:
      return "https://api.deepseek.com";
    case provider_kind::openai_compatible:
      break;
  }
  return "";
}

} // namespace bellwether::settings
