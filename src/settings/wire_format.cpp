#include "settings/wire_format.hpp"

namespace bellwether::settings {

const std::vector<feature>& features() {
  static const std::vector<feature> all{
      {"tools", &domain::capabilities::tools},
      {"vision", &domain::capabilities::vision},
      {"audio", &domain::capabilities::audio},
      {"json_schema", &domain::capabilities::json_schema}};
  return all;
}

domain::capabilities format_capabilities(provider_kind k) {
  domain::capabilities carried{
      .tools = true, .vision = true, .audio = true, .json_schema = true};
  switch (k) {
    case provider_kind::anthropic:
      carried.audio = false;
      carried.many_choices = false;
      break;
    case provider_kind::gemini:
      carried.remote_images = false;
      break;
    case provider_kind::deepseek:
      carried.vision = false;
      carried.audio = false;
      carried.json_schema = false;
      carried.documents = false;
      carried.many_choices = false;
      break;
    case provider_kind::openai:
    case provider_kind::openai_compatible:
      break;
  }
  return carried;
}

bool has_embeddings(provider_kind k) {
  return k != provider_kind::anthropic && k != provider_kind::deepseek;
}

std::vector<std::string> feature_names(provider_kind k) {
  const auto carried = format_capabilities(k);
  std::vector<std::string> names;
  for (const auto& each : features())
    if (carried.*each.flag)
      names.emplace_back(each.name);
  return names;
}

} // namespace bellwether::settings
