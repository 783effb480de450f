#include "simulator/anthropic/sources.hpp"

#include "simulator/base64.hpp"

#include <algorithm>
#include <array>

namespace bellwether::simulator {

namespace dom = simdjson::dom;

namespace {

refusal check_media_type(std::string_view type, bool image,
                         const std::string& path) {
  constexpr std::array<std::string_view, 4> images{"image/jpeg", "image/png",
                                                   "image/gif", "image/webp"};
  if (image && std::ranges::find(images, type) == images.end()) {
    return invalid(path,
                   "Input should be 'image/jpeg', 'image/png', 'image/gif' or "
                   "'image/webp'");
  }
  return image || type == "application/pdf"
             ? std::nullopt
             : invalid(path, "Input should be 'application/pdf'");
}

refusal read_base64(dom::object source, medium kind, const std::string& path,
                    dialogue& d) {
  const auto type = text_member(source, "media_type");
  const auto data = text_member(source, "data");
  if (!type || !data) {
    return field_required(path + (type ? ".data" : ".media_type"));
  }
  if (auto no = check_media_type(*type, kind == medium::image,
                                 path + ".media_type")) {
    return no;
  }
  const auto bytes = decoded_size(*data);
  if (!bytes) {
    return invalid(path + ".data", "Invalid base64 data");
  }
  d.add_attachment({kind, std::string{*type}, *bytes});
  return std::nullopt;
}

refusal read_reference(std::optional<std::string_view> reference,
                       bool must_be_url, medium kind, const std::string& path,
                       dialogue& d) {
  if (!reference) {
    return field_required(path);
  }
  if (must_be_url && !reference->starts_with("http://")
      && !reference->starts_with("https://")) {
    return invalid(path, "Only HTTP and HTTPS URLs are supported");
  }
  d.add_attachment({kind, std::string{*reference}, 0});
  return std::nullopt;
}

} // namespace

refusal read_source(dom::object block, std::string_view type,
                    const std::string& path, dialogue& d) {
  const auto place = path + "." + std::string{type} + ".source";
  const auto kind = type == "image" ? medium::image : medium::document;
  const auto value = member(block, "source");
  const auto source = value ? object_of(*value) : std::nullopt;
  if (!source) {
    return field_required(place);
  }
  const auto how = text_member(*source, "type");
  if (how == "base64") {
    return read_base64(*source, kind, place + ".base64", d);
  }
  if (how == "url") {
    return read_reference(text_member(*source, "url"), true, kind,
                          place + ".url.url", d);
  }
  if (how == "file") {
    return read_reference(text_member(*source, "file_id"), false, kind,
                          place + ".file.file_id", d);
  }
  const auto text = text_member(*source, "data");
  if (how == "text" && kind == medium::document && text
      && text_member(*source, "media_type") == "text/plain") {
    d.add_attachment({kind, "text/plain", text->size()});
    return std::nullopt;
  }
  return invalid(place,
                 "Input tag found using 'type' does not match any of "
                 "the expected tags: 'base64', 'url', 'file'");
}

} // namespace bellwether::simulator
