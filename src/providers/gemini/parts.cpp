#include "providers/gemini/parts.hpp"

#include "providers/conversation_fields.hpp"
#include "providers/json_dom.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace bellwether::providers::gemini {

namespace {

using nlohmann::ordered_json;

bool is_fetched_by_google(std::string_view url) {
  constexpr std::array<std::string_view, 6> origins{
      "gs://",
      "https://generativelanguage.googleapis.com/",
      "https://www.youtube.com/",
      "https://youtube.com/",
      "https://m.youtube.com/",
      "https://youtu.be/",
  };
  return std::any_of(origins.begin(), origins.end(),
                     [url](auto origin) { return url.starts_with(origin); });
}

std::string_view type_by_ending(std::string_view url) {
  struct ending {
    std::string_view dot;
    std::string_view type;
  };
  constexpr std::array<ending, 9> known{{{".png", "image/png"},
                                         {".jpg", "image/jpeg"},
                                         {".jpeg", "image/jpeg"},
                                         {".webp", "image/webp"},
                                         {".heic", "image/heic"},
                                         {".heif", "image/heif"},
                                         {".gif", "image/gif"},
                                         {".pdf", "application/pdf"},
                                         {".mp4", "video/mp4"}}};
  const auto* hit = std::find_if(
      known.begin(), known.end(),
      [url](const auto& entry) { return url.ends_with(entry.dot); });
  return hit == known.end() ? std::string_view{} : hit->type;
}

std::string_view field_of(content_part::kind what) {
  switch (what) {
    case content_part::kind::image:
      return "image_url";
    case content_part::kind::document:
      return "file";
    case content_part::kind::audio:
      return "input_audio";
    case content_part::kind::text:
      break;
  }
  return "content";
}

ordered_json file_part(const content_part& part) {
  auto file = ordered_json::object();
  const std::string_view named = part.mime_type;
  const auto type = named.empty() ? type_by_ending(part.url) : named;
  if (!type.empty())
    file["mimeType"] = type;
  file["fileUri"] = part.url;
  return {{"fileData", std::move(file)}};
}

// A JSON text of objects and arrays as what it says. The depth is limited by
// the parser that looks at it first.
ordered_json structure_in(std::string_view text) {
  dom::element root;
  if (parse_json(text).get(root) != simdjson::SUCCESS
      || (!root.is_object() && !root.is_array()))
    return nullptr;
  return ordered_json::parse(text, nullptr, false);
}

std::string text_in(const turn& result) {
  std::string out;
  for (const auto& part : result.content) {
    if (part.what != content_part::kind::text)
      continue;
    if (!out.empty())
      out += '\n';
    out += part.text;
  }
  return out;
}

ordered_json response_of(const turn& result) {
  auto text = text_in(result);
  auto value = structure_in(text);
  if (value.is_object() && !result.is_error)
    return value;
  auto out = ordered_json::object();
  auto& member = out[result.is_error ? "error" : "result"];
  if (value.is_null())
    member = std::move(text);
  else
    member = std::move(value);
  return out;
}

} // namespace

std::optional<domain::failure> append_part(content_part part,
                                           ordered_json& parts) {
  auto out = ordered_json::object();
  if (part.what == content_part::kind::text) {
    if (part.text.empty())
      return std::nullopt;
    out["text"] = std::move(part.text);
  } else if (!part.data.empty()) {
    auto& data = out["inlineData"];
    data["mimeType"] = std::move(part.mime_type);
    data["data"] = std::move(part.data);
  } else if (is_fetched_by_google(part.url)) {
    out = file_part(part);
  } else {
    return unsupported_field(field_of(part.what),
                             "it does not fetch this address; send the data.");
  }
  parts.push_back(std::move(out));
  return std::nullopt;
}

ordered_json call_part(const called_tool& call) {
  auto out = ordered_json::object();
  auto& function = out["functionCall"];
  if (!call.id.empty())
    function["id"] = call.id;
  function["name"] = call.name;
  auto arguments = structure_in(call.arguments);
  function["args"] =
      arguments.is_object() ? std::move(arguments) : ordered_json::object();
  if (!call.thought_signature.empty())
    out["thoughtSignature"] = call.thought_signature;
  return out;
}

ordered_json result_part(const turn& result) {
  auto out = ordered_json::object();
  auto& function = out["functionResponse"];
  if (!result.call_id.empty())
    function["id"] = result.call_id;
  function["name"] = result.tool_name;
  function["response"] = response_of(result);
  return out;
}

} // namespace bellwether::providers::gemini
