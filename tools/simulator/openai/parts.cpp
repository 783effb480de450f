#include "simulator/openai/parts.hpp"

#include "simulator/base64.hpp"

#include <algorithm>
#include <array>

namespace bellwether::simulator {

namespace dom = simdjson::dom;

namespace {

struct data_url {
  std::string_view type;
  std::string_view data;
};

std::optional<data_url> data_url_in(std::string_view url) {
  constexpr std::string_view scheme = "data:";
  constexpr std::string_view coding = ";base64,";
  const auto at = url.find(coding);
  if (!url.starts_with(scheme) || at == std::string_view::npos) {
    return std::nullopt;
  }
  return data_url{url.substr(scheme.size(), at - scheme.size()),
                  url.substr(at + coding.size())};
}

refusal bad_base64(const std::string& param) {
  return refuse("Invalid base64 data in '" + param + "'.", param,
                "invalid_base64");
}

refusal add_data(medium kind, std::string_view type, std::string_view data,
                 const std::string& param, dialogue& d) {
  const auto bytes = decoded_size(data);
  if (!bytes) {
    return bad_base64(param);
  }
  d.add_attachment({kind, std::string{type}, *bytes});
  return std::nullopt;
}

/// The member `name` of the part, an object.
std::optional<dom::object> inner(dom::object part, std::string_view name) {
  const auto value = member(part, name);
  return value ? object_of(*value) : std::nullopt;
}

refusal read_image(dom::object part, const std::string& param,
                   const house_rules& rules, dialogue& d) {
  constexpr std::array<std::string_view, 4> types{"image/png", "image/jpeg",
                                                  "image/gif", "image/webp"};
  if (!rules.images) {
    return refuse(
        "Failed to deserialize the JSON body into the target type: " + param
            + ": unknown variant `image_url`, expected `text`",
        {}, "invalid_request_error");
  }
  const auto image = inner(part, "image_url");
  const auto url = image ? text_member(*image, "url") : std::nullopt;
  if (!url) {
    return missing(param + ".image_url.url");
  }
  if (const auto data = data_url_in(*url)) {
    if (std::ranges::find(types, data->type) == types.end()) {
      return refuse("You uploaded an unsupported image.", param,
                    "invalid_image_format");
    }
    return add_data(medium::image, data->type, data->data, param, d);
  }
  if (!url->starts_with("http://") && !url->starts_with("https://")) {
    return refuse("Invalid image URL in '" + param + "'.", param,
                  "invalid_image_url");
  }
  d.add_attachment({medium::image, std::string{*url}, 0});
  return std::nullopt;
}

refusal read_audio(dom::object part, const std::string& param, dialogue& d) {
  const auto audio = inner(part, "input_audio");
  const auto data = audio ? text_member(*audio, "data") : std::nullopt;
  const auto format = audio ? text_member(*audio, "format") : std::nullopt;
  if (!data || (format != "wav" && format != "mp3")) {
    return missing(param + ".input_audio");
  }
  return add_data(medium::audio, "audio/" + std::string{*format}, *data, param,
                  d);
}

refusal read_file(dom::object part, const std::string& param, dialogue& d) {
  const auto file = inner(part, "file");
  if (!file) {
    return missing(param + ".file");
  }
  if (const auto id = text_member(*file, "file_id")) {
    d.add_attachment({medium::document, std::string{*id}, 0});
    return std::nullopt;
  }
  const auto text = text_member(*file, "file_data");
  const auto data = text ? data_url_in(*text) : std::nullopt;
  if (!data) {
    return missing(param + ".file.file_data");
  }
  return add_data(medium::document, data->type, data->data, param, d);
}

class part_reader {
public:
  part_reader(const message_place& place, const house_rules& rules, dialogue& d)
      : place_{place}, rules_{rules}, dialogue_{d} {}

  refusal read(dom::element element, const std::string& param) const {
    const auto part = object_of(element);
    const auto type = part ? text_member(*part, "type") : std::nullopt;
    if (!type) {
      return wrong_type(place_.param + ".content",
                        "an array of objects with a 'type'");
    }
    if (rules_.strict_members && member(*part, "cache_control")) {
      return unknown_parameter(param + ".cache_control");
    }
    if (const auto text = text_member(*part, "text")) {
      add_text(*text);
    }
    return *type == "text" || *type == "refusal"
               ? std::nullopt
               : read_other(*part, *type, param);
  }

  void add_text(std::string_view text) const {
    if (place_.role == "user") {
      dialogue_.add_user_text(text, place_.number);
    } else if (place_.role != "tool") {
      dialogue_.add_text(text);
    }
  }

private:
  refusal read_other(dom::object part, std::string_view type,
                     const std::string& param) const {
    const bool known =
        type == "image_url" || type == "input_audio" || type == "file";
    if (!known || place_.role != "user") {
      return rules_.strict_members
                 ? refuse("Invalid value: '" + std::string{type}
                              + "'. It is not a content type of the role '"
                              + std::string{place_.role} + "'.",
                          param + ".type", "invalid_value")
                 : std::nullopt;
    }
    if (type == "image_url") {
      return read_image(part, param, rules_, dialogue_);
    }
    return type == "file" ? read_file(part, param, dialogue_)
                          : read_audio(part, param, dialogue_);
  }

  const message_place& place_;
  const house_rules& rules_;
  dialogue& dialogue_;
};

/// The texts of a tool message's parts, joined.
std::string joined_texts(dom::array parts) {
  std::string text;
  for (const auto part : parts) {
    const auto object = object_of(part);
    text += object ? text_member(*object, "text").value_or("") : "";
  }
  return text;
}

} // namespace

refusal read_content(dom::element content, const message_place& place,
                     const house_rules& rules, dialogue& d) {
  const part_reader reader{place, rules, d};
  if (const auto text = text_of(content)) {
    if (place.role == "tool") {
      d.add_result(*text);
    } else {
      reader.add_text(*text);
    }
    return std::nullopt;
  }
  const auto parts = array_of(content);
  if (!parts) {
    return wrong_type(place.param + ".content", "a string or an array");
  }
  std::size_t i = 0;
  for (const auto part : *parts) {
    if (auto no = reader.read(part, indexed(place.param + ".content", i++))) {
      return no;
    }
  }
  if (place.role == "tool") {
    d.add_result(joined_texts(*parts));
  }
  return std::nullopt;
}

} // namespace bellwether::simulator
