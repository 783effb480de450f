#include "providers/conversation_parts.hpp"

#include <algorithm>

namespace bellwether::providers {

namespace {

bool is_base64(std::string_view text) {
  const auto fits = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')
           || (c >= '0' && c <= '9') || c == '+' || c == '/';
  };
  while (text.ends_with('='))
    text.remove_suffix(1);
  return !text.empty() && std::all_of(text.begin(), text.end(), fits);
}

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  return out;
}

bool is_data_url(std::string_view url) {
  return lower_case(url.substr(0, 5)) == "data:";
}

// data:<mime>[;parameter]*;base64,<data>
field_fault split_data_url(std::string_view url, const std::string& path,
                           content_part& out) {
  const auto comma = url.find(',');
  const auto head = lower_case(url.substr(0, std::min(comma, url.size())));
  if (comma == url.npos || !head.ends_with(";base64"))
    return invalid_field(path,
                         "send a data URL as data:<media type>;base64,<data>.");
  out.mime_type = head.substr(5, head.find(';') - 5);
  out.data = url.substr(comma + 1);
  if (out.mime_type.empty())
    return invalid_field(path,
                         "name the media type of the data, such as "
                         "data:image/png;base64,<data>.");
  if (!is_base64(out.data))
    return invalid_field(path, "its data is not base64; send base64.");
  return std::nullopt;
}

field_fault read_text(const dom::element& part, const std::string& path,
                      std::string_view name, content_part& out) {
  const auto text = member_of(part, name);
  if (!text || !text->is_string())
    return mistyped_field(path + "." + std::string(name), "a string");
  out.text = text_of(*text);
  return std::nullopt;
}

field_fault read_image(const dom::element& part, const std::string& path,
                       content_part& out) {
  out.what = content_part::kind::image;
  const auto image = member_of(part, "image_url");
  const auto url = !image               ? std::string_view{}
                   : image->is_string() ? text_of(*image)
                                        : text_member(*image, "url");
  const auto field = path + ".image_url.url";
  if (url.empty())
    return invalid_field(field, "send an https URL or a data URL.");
  if (!is_data_url(url)) {
    out.url = url;
    return std::nullopt;
  }
  auto fault = split_data_url(url, field, out);
  if (out.mime_type == "application/pdf")
    out.what = content_part::kind::document;
  return fault;
}

field_fault read_file(const dom::element& part, const std::string& path,
                      content_part& out) {
  out.what = content_part::kind::document;
  const auto file = member_of(part, "file");
  if (!file || !file->is_object())
    return mistyped_field(path + ".file", "an object with 'file_data'");
  out.file_name = text_member(*file, "filename");
  const auto data = text_member(*file, "file_data");
  if (is_data_url(data))
    return split_data_url(data, path + ".file.file_data", out);
  if (!data.empty())
    return invalid_field(path + ".file.file_data",
                         "send the file as data:<media type>;base64,<data>.");
  if (member_of(*file, "file_id"))
    return unsupported_field(
        path + ".file.file_id",
        "the file lies with OpenAI; send its contents as 'file_data'.");
  out.url = text_member(*file, "file_url");
  if (out.url.empty())
    return invalid_field(path + ".file", "send the file as 'file_data'.");
  return std::nullopt;
}

field_fault read_audio(const dom::element& part, const std::string& path,
                       content_part& out) {
  out.what = content_part::kind::audio;
  const auto audio = member_of(part, "input_audio");
  const auto field = path + ".input_audio";
  if (!audio || !audio->is_object())
    return mistyped_field(field, "an object with 'data' and 'format'");
  const auto format = text_member(*audio, "format");
  if (format != "wav" && format != "mp3")
    return invalid_field(field + ".format", R"(send "wav" or "mp3".)");
  out.mime_type = "audio/" + std::string(format);
  out.data = text_member(*audio, "data");
  if (!is_base64(out.data))
    return invalid_field(field + ".data", "it is not base64; send base64.");
  return std::nullopt;
}

field_fault read_part(const dom::element& part, const std::string& path,
                      content_part& out) {
  const auto type = text_member(part, "type");
  out.cache_control = object_member(part, "cache_control");
  if (type == "text" || type == "refusal")
    return read_text(part, path, type, out);
  if (type == "image_url")
    return read_image(part, path, out);
  if (type == "file")
    return read_file(part, path, out);
  if (type == "input_audio")
    return read_audio(part, path, out);
  if (type.empty())
    return invalid_field(path + ".type",
                         "send the kind of the part, such as \"text\".");
  return unsupported_field(
      path + ".type",
      "send parts of type text, image_url, file or input_audio.");
}

} // namespace

field_fault read_parts(const dom::element& content, const std::string& path,
                       std::vector<content_part>& out) {
  if (content.is_string()) {
    out.emplace_back().text = text_of(content);
    return std::nullopt;
  }
  dom::array parts;
  if (content.get_array().get(parts) != simdjson::SUCCESS)
    return mistyped_field(path, "a string, an array of parts or null");
  std::size_t index = 0;
  for (const auto part : parts) {
    if (auto fault =
            read_part(part, item_path(path, index++), out.emplace_back()))
      return fault;
  }
  return std::nullopt;
}

} // namespace bellwether::providers
