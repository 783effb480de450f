#include "surfaces/messages/parts.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace bellwether::surfaces::anthropic {

namespace {

constexpr std::string_view cache_mark = "cache_control";

json text_part(std::string text) {
  return {{"type", "text"}, {"text", std::move(text)}};
}

// A block's `source` with its `type`.
struct source {
  const json* value = nullptr;
  std::string path;
  std::string type;
};

source source_of(const json& block, const std::string& path,
                 fault_log& faults) {
  source out{find(block, "source"), path + ".source", {}};
  if (out.value == nullptr)
    faults.missing(out.path, "an object with a 'type'");
  else
    out.type = faults.text(*out.value, out.path, "type");
  return out;
}

std::string data_url(const source& from, fault_log& faults) {
  const auto type = faults.text(*from.value, from.path, "media_type");
  const auto data = faults.text(*from.value, from.path, "data");
  return "data:" + type + ";base64," + data;
}

void refuse_source(const source& from, std::string_view remedy,
                   fault_log& faults) {
  faults.unsupported(from.path + ".type", from.type, remedy);
}

json image_part(const json& block, const std::string& path, fault_log& faults) {
  const auto from = source_of(block, path, faults);
  std::string url;
  if (from.type == "base64")
    url = data_url(from, faults);
  else if (from.type == "url")
    url = faults.text(*from.value, from.path, "url");
  else
    refuse_source(from, "send the image as base64 or url", faults);
  return {{"type", "image_url"}, {"image_url", {{"url", std::move(url)}}}};
}

// A document of plain text. What its caller tells about it goes before it.
json plain_document(const json& block, const source& from,
                    const std::string& path, fault_log& faults) {
  std::string text;
  for (const auto* name : {"title", "context"}) {
    const auto line = faults.optional_text(block, path, name);
    if (!line.empty())
      text += line + "\n\n";
  }
  return text_part(text + faults.text(*from.value, from.path, "data"));
}

json pdf_part(const json& block, const source& from, const std::string& path,
              fault_log& faults) {
  auto name = faults.optional_text(block, path, "title");
  if (name.empty())
    name = "document.pdf";
  return {
      {"type", "file"},
      {"file",
       {{"filename", std::move(name)}, {"file_data", data_url(from, faults)}}}};
}

json document_part(const json& block, const std::string& path,
                   fault_log& faults) {
  // An answer without the citations that were asked for would be another one.
  const auto* citations = find(block, "citations");
  if (citations != nullptr
      && faults.flag(*citations, path + ".citations", "enabled"))
    faults.unsupported(path + ".citations.enabled", "true",
                       "leave 'citations' out");
  const auto from = source_of(block, path, faults);
  if (from.type == "base64")
    return pdf_part(block, from, path, faults);
  if (from.type == "text")
    return plain_document(block, from, path, faults);
  refuse_source(from, "send the document as base64 or text", faults);
  return {};
}

bool is_plain_text(const json& part) {
  return part.contains("text") && !part.contains(cache_mark);
}

} // namespace

std::string type_of(const json& block, const std::string& path,
                    fault_log& faults) {
  if (block.is_object())
    return faults.text(block, path, "type");
  faults.wrong_type(path, "an object with a 'type'");
  return {};
}

void append_text(const json& block, const std::string& path, json& parts,
                 fault_log& faults) {
  auto text = faults.text(block, path, "text");
  if (text.empty())
    return;
  parts.push_back(text_part(std::move(text)));
  pass_cache_mark(block, parts);
}

void append_part(const json& block, const std::string& path,
                 std::string_view allowed, json& parts, fault_log& faults) {
  const auto type = type_of(block, path, faults);
  if (type == "text")
    return append_text(block, path, parts, faults);
  if (type == "image")
    parts.push_back(image_part(block, path, faults));
  else if (type == "document")
    parts.push_back(document_part(block, path, faults));
  else
    return faults.unsupported(path + ".type", type,
                              "send " + std::string(allowed));
  pass_cache_mark(block, parts);
}

void pass_cache_mark(const json& owner, json& parts) {
  const auto* mark = find(owner, cache_mark);
  if (mark != nullptr && !parts.empty() && parts.back().is_object())
    parts.back()[cache_mark] = *mark;
}

json text_or_parts(json parts, std::string_view separator) {
  if (!std::all_of(parts.begin(), parts.end(), is_plain_text))
    return parts;
  std::string text;
  for (const auto& part : parts) {
    if (!text.empty())
      text += separator;
    text += part["text"].get_ref<const std::string&>();
  }
  return text;
}

} // namespace bellwether::surfaces::anthropic
