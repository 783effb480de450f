#include "surfaces/responses/sealed_reasoning.hpp"

#include "providers/json_dom.hpp"
#include "providers/json_members.hpp"
#include "surfaces/base64.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace bellwether::surfaces {

namespace {

using json = nlohmann::ordered_json;

constexpr const char* blocks_name = "thinking_blocks";
constexpr const char* text_name = "reasoning_content";

bool is_sealed(const json& content) {
  if (!content.is_object() || content.size() != 2)
    return false;
  const auto blocks = content.find(blocks_name);
  const auto text = content.find(text_name);
  return blocks != content.end() && blocks->is_array()
         && std::all_of(blocks->begin(), blocks->end(),
                        [](const json& block) { return block.is_object(); })
         && text != content.end() && text->is_string();
}

} // namespace

std::string seal_reasoning(std::string_view text,
                           std::string_view thinking_blocks) {
  std::string content = R"({"thinking_blocks":[)";
  content += thinking_blocks;
  content += R"(],"reasoning_content":)" + providers::json_quote(text) + "}";
  return to_base64(content);
}

json unseal_reasoning(std::string_view sealed) {
  const auto content = from_base64(sealed);
  // Bounds the depth before the parse that has no bound.
  if (!content || providers::parse_json(*content).error() != simdjson::SUCCESS)
    return nullptr;
  auto out = json::parse(*content, nullptr, false);
  return is_sealed(out) ? std::move(out) : json(nullptr);
}

} // namespace bellwether::surfaces
