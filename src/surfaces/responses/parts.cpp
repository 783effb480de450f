#include "surfaces/responses/parts.hpp"

#include "providers/chat_messages.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <string_view>
#include <utility>

namespace bellwether::surfaces {

namespace {

using json = nlohmann::ordered_json;

constexpr std::string_view send_data =
    "Files are not kept here: send the content itself, as base64.";

problem read_text(json& part, const std::string& path, json& out) {
  std::string text;
  auto fault = need_text(part, path, "text", "the text", text);
  out["type"] = "text";
  out["text"] = std::move(text);
  return fault;
}

problem read_image(json& part, const std::string& path, json& out) {
  if (member(part, "file_id") != nullptr)
    return unsupported(path + ".file_id",
                       "Files are not kept here: send 'image_url' with a URL "
                       "or with the content as a data: URL.");
  std::string url;
  std::string detail;
  if (auto fault = need_text(part, path, "image_url",
                             "a URL or a data: URL with the image", url))
    return fault;
  if (auto fault = take_text(part, path, "detail", detail))
    return fault;
  out["type"] = "image_url";
  auto& image = out["image_url"] = json::object();
  image["url"] = std::move(url);
  // Chat completions do not know the newest of the levels.
  if (!detail.empty())
    image["detail"] = detail == "original" ? "high" : detail;
  return std::nullopt;
}

problem read_file(json& part, const std::string& path, json& out) {
  for (const auto* name : {"file_id", "file_url"}) {
    if (member(part, name) != nullptr)
      return unsupported(path + "." + name, send_data);
  }
  std::string data;
  std::string name;
  if (auto fault = need_text(part, path, "file_data",
                             "the file as a data: URL with base64", data))
    return fault;
  if (auto fault = take_text(part, path, "filename", name))
    return fault;
  out["type"] = "file";
  auto& file = out["file"] = json::object();
  if (!name.empty())
    file["filename"] = std::move(name);
  file["file_data"] = std::move(data);
  return std::nullopt;
}

problem read_audio(json& part, const std::string& path, json& out) {
  auto* audio = member(part, "input_audio");
  if (audio == nullptr)
    return providers::missing(path + ".input_audio", "the data and its format");
  out["type"] = "input_audio";
  out["input_audio"] = std::move(*audio);
  return std::nullopt;
}

struct part_kind {
  std::string_view type;
  problem (*read)(json& part, const std::string& path, json& out);
};

constexpr std::array part_kinds{
    part_kind{"input_text", read_text}, part_kind{"output_text", read_text},
    part_kind{"text", read_text},       part_kind{"input_image", read_image},
    part_kind{"input_file", read_file}, part_kind{"input_audio", read_audio},
};

problem read_known(std::string_view type, json& part, const std::string& path,
                   json& out) {
  for (const auto& kind : part_kinds) {
    if (kind.type == type)
      return kind.read(part, path, out);
  }
  return unsupported_value(path + ".type", "\"" + std::string(type) + "\"",
                           "Send input_text, input_image, input_file, "
                           "output_text or refusal.");
}

problem read_part(json& part, const std::string& path, json& parts,
                  std::string& refusal) {
  if (!part.is_object())
    return providers::wrong_type(path, "an object with a 'type'");
  std::string type;
  if (auto fault =
          need_text(part, path, "type",
                    "the kind of the part, such as \"input_text\"", type))
    return fault;
  if (type == "refusal") {
    std::string text;
    auto fault = need_text(part, path, "refusal", "the refusal's text", text);
    refusal += text;
    return fault;
  }
  auto out = json::object();
  // For the providers that cache by mark.
  auto marks = json::object();
  for (const auto* mark : {"cache_control", "prompt_cache_breakpoint"}) {
    if (auto* value = member(part, mark))
      marks[mark] = *value;
  }
  if (auto fault = read_known(type, part, path, out))
    return fault;
  out.update(marks);
  parts.push_back(std::move(out));
  return std::nullopt;
}

bool is_plain_text(const json& part) {
  return part.size() == 2 && part["type"] == "text";
}

} // namespace

problem read_parts(json& content, const std::string& path, json& out,
                   std::string& refusal) {
  if (content.is_string()) {
    out = std::move(content);
    return std::nullopt;
  }
  if (!content.is_array())
    return providers::wrong_type(path, "a string or an array of parts");
  auto parts = json::array();
  std::size_t index = 0;
  for (auto& part : content) {
    const auto at = path + "[" + std::to_string(index++) + "]";
    if (auto fault = read_part(part, at, parts, refusal))
      return fault;
  }
  if (parts.empty())
    out = refusal.empty() ? json("") : json(nullptr);
  else if (parts.size() == 1 && is_plain_text(parts[0]))
    out = std::move(parts[0]["text"]);
  else
    out = std::move(parts);
  return std::nullopt;
}

} // namespace bellwether::surfaces
