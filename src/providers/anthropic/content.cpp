#include "providers/anthropic/content.hpp"

#include "providers/anthropic/json_writer.hpp"
#include "providers/conversation_fields.hpp"

namespace bellwether::providers::anthropic {

namespace {

using block = std::variant<std::string, domain::failure>;

std::string source_of(const content_part& part, std::string_view media_type) {
  object_writer source;
  if (part.data.empty())
    return source.text("type", "url").text("url", part.url).take();
  // base64 needs no escapes, and it is long.
  return source.text("type", "base64")
      .text("media_type", media_type)
      .json("data", "\"" + part.data + "\"")
      .take();
}

bool is_web_url(std::string_view url) {
  return url.starts_with("https://") || url.starts_with("http://");
}

std::string image_type(std::string_view mime) {
  const bool known = mime == "image/jpeg" || mime == "image/png"
                     || mime == "image/gif" || mime == "image/webp";
  if (mime == "image/jpg")
    return "image/jpeg";
  return std::string(known ? mime : "");
}

block image_block(const content_part& part, const std::string& path) {
  const auto type = image_type(part.mime_type);
  if (part.data.empty() ? !is_web_url(part.url) : type.empty())
    return unsupported_field(
        path, "send a JPEG, PNG, GIF or WebP image, or an https URL of one.");
  return object_writer()
      .text("type", "image")
      .json("source", source_of(part, type))
      .json_if_any("cache_control", part.cache_control)
      .take();
}

block document_block(const content_part& part, const std::string& path) {
  if (part.data.empty() ? !is_web_url(part.url)
                        : part.mime_type != "application/pdf")
    return unsupported_field(path, "send the document as a PDF or as text.");
  object_writer out;
  out.text("type", "document").json("source", source_of(part, part.mime_type));
  if (!part.file_name.empty())
    out.text("title", part.file_name);
  return out.json_if_any("cache_control", part.cache_control).take();
}

// A result's content: text as it is, or blocks. "" where there is none.
block result_content(const turn& result, const std::string& path) {
  const auto& parts = result.content;
  if (parts.size() == 1 && parts[0].what == content_part::kind::text)
    return parts[0].text.empty() ? "" : json_quote(parts[0].text);
  array_writer blocks;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].what == content_part::kind::text && is_blank(parts[i].text))
      continue;
    auto unmarked = parts[i];
    unmarked.cache_control.clear();
    auto made = block_of(unmarked, item_path(path + ".content", i));
    if (std::holds_alternative<domain::failure>(made))
      return made;
    blocks.add(std::get<std::string>(made));
  }
  return blocks.empty() ? "" : blocks.take();
}

bool is_signed(std::string_view thinking) {
  const auto type = find_member(thinking, "type").value_or("");
  const auto proof = type == "\"thinking\""            ? "signature"
                     : type == "\"redacted_thinking\"" ? "data"
                                                       : "";
  const auto value = find_member(thinking, proof).value_or("");
  return value.size() > 2 && value.starts_with('"');
}

} // namespace

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n\f\v") == text.npos;
}

std::string text_block(std::string_view text, std::string_view cache_control) {
  return object_writer()
      .text("type", "text")
      .text("text", text)
      .json_if_any("cache_control", cache_control)
      .take();
}

block block_of(const content_part& part, const std::string& path) {
  switch (part.what) {
    case content_part::kind::text:
      return text_block(part.text, part.cache_control);
    case content_part::kind::image:
      return image_block(part, path);
    case content_part::kind::document:
      return document_block(part, path);
    case content_part::kind::audio:
      break;
  }
  return unsupported_field(path, "it takes no audio; send text.");
}

std::string tool_use_block(const called_tool& call, tool_ids& ids) {
  return object_writer()
      .text("type", "tool_use")
      .text("id", ids.of_call(call.id))
      .text("name", call.name)
      .json("input", call.arguments)
      .take();
}

block tool_result_block(const turn& result, const std::string& path,
                        const tool_ids& ids) {
  auto content = result_content(result, path);
  if (std::holds_alternative<domain::failure>(content))
    return content;
  object_writer out;
  out.text("type", "tool_result")
      .text("tool_use_id", ids.of_result(result.call_id))
      .json_if_any("content", std::get<std::string>(content));
  if (result.is_error)
    out.json("is_error", "true");
  // The mark belongs to the result as a whole, whichever part carried it.
  std::string_view mark;
  for (const auto& part : result.content)
    mark = part.cache_control.empty() ? mark : part.cache_control;
  return out.json_if_any("cache_control", mark).take();
}

std::string signed_blocks(std::string_view thinking_blocks) {
  std::string out;
  element_scanner scanner(thinking_blocks);
  std::string_view thinking;
  while (scanner.next(thinking)) {
    if (!is_signed(thinking))
      continue;
    out += out.empty() ? "" : ",";
    out += thinking;
  }
  return out;
}

} // namespace bellwether::providers::anthropic
