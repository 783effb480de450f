#include "simulator/google/parts.hpp"

#include "simulator/base64.hpp"

#include <algorithm>
#include <array>

namespace bellwether::simulator {

namespace dom = simdjson::dom;

namespace {

struct part_place {
  std::string path; // "contents[1].parts[0]"
  content_reading& content;
  dialogue& said;
};

using object_reader = refusal (*)(dom::object data, dom::object part,
                                  part_place& place);

medium medium_of(std::string_view mime) {
  if (mime.starts_with("image/")) {
    return medium::image;
  }
  return mime.starts_with("audio/") ? medium::audio : medium::document;
}

refusal read_inline(dom::object data, dom::object, part_place& place) {
  const auto mime = proto_text(data, "mimeType");
  const auto text = proto_text(data, "data");
  if (!mime || !text) {
    return bad_value(place.path + ".inline_data", "a mimeType and base64 data");
  }
  const auto bytes = decoded_size(*text);
  if (!bytes) {
    return bad_value(place.path + ".inline_data.data", "base64");
  }
  place.said.add_attachment({medium_of(*mime), std::string{*mime}, *bytes});
  return std::nullopt;
}

/// Files API, YouTube and Cloud Storage: what Gemini fetches by itself.
bool is_fetchable(std::string_view uri) {
  constexpr std::array<std::string_view, 5> known{
      "https://generativelanguage.googleapis.com/", "https://www.youtube.com/",
      "https://youtube.com/", "https://youtu.be/", "gs://"};
  return std::ranges::any_of(
      known, [uri](auto start) { return uri.starts_with(start); });
}

refusal read_file(dom::object data, dom::object, part_place& place) {
  const auto uri = proto_text(data, "fileUri");
  if (!uri || !is_fetchable(*uri)) {
    return google_error(400,
                        "Cannot fetch content from the provided URL at "
                        "'" + place.path
                            + ".file_data.file_uri'.");
  }
  const auto mime = proto_text(data, "mimeType").value_or("image/");
  place.said.add_attachment({medium_of(mime), std::string{*uri}, 0});
  return std::nullopt;
}

refusal read_call(dom::object data, dom::object part, part_place& place) {
  constexpr std::array<std::string_view, 3> members{"id", "name", "args"};
  const auto name = proto_text(data, "name");
  const auto args = proto_member(data, "args");
  if (!name || !place.content.model || (args && !args->is_object())) {
    return bad_value(place.path + ".function_call",
                     "a name and an object of args in a model turn");
  }
  place.content.calls.push_back(
      {*name, proto_text(part, "thoughtSignature").value_or("")});
  return check_proto(data, place.path + ".function_call", members);
}

/// The result that a response wraps, or the response as it is.
std::string result_in(dom::object response) {
  constexpr std::array<std::string_view, 4> wraps{"result", "output", "content",
                                                  "error"};
  if (response.size() == 1) {
    const auto field = *response.begin();
    if (std::ranges::find(wraps, field.key) != wraps.end()) {
      const auto text = text_of(field.value);
      return text ? std::string{*text} : simdjson::minify(field.value);
    }
  }
  return simdjson::minify(response);
}

refusal read_response(dom::object data, dom::object, part_place& place) {
  constexpr std::array<std::string_view, 6> members{
      "id", "name", "response", "parts", "willContinue", "scheduling"};
  const auto path = place.path + ".function_response";
  const auto name = proto_text(data, "name");
  if (!name || name->empty() || place.content.model) {
    return google_error(400, path + ".name: Name cannot be empty.");
  }
  const auto value = proto_member(data, "response");
  const auto response = value ? object_of(*value) : std::nullopt;
  if (!response) {
    return bad_value(path + ".response",
                     "a Struct (type.googleapis.com/google.protobuf.Struct)");
  }
  place.content.answered.push_back(*name);
  place.said.add_result(result_in(*response));
  return check_proto(data, path, members);
}

struct data_row {
  std::string_view name;
  object_reader read;
};

constexpr auto kinds = std::to_array<data_row>({
    {"inlineData", read_inline},
    {"fileData", read_file},
    {"functionCall", read_call},
    {"functionResponse", read_response},
});

refusal read_text(std::string_view text, bool thought, part_place& place) {
  if (place.content.model || thought) {
    place.said.add_text(text);
  } else {
    place.said.add_user_text(text, place.content.number);
  }
  return std::nullopt;
}

refusal read_part(dom::object part, part_place& place) {
  constexpr std::array<std::string_view, 11> members{"text",
                                                     "inlineData",
                                                     "fileData",
                                                     "functionCall",
                                                     "functionResponse",
                                                     "executableCode",
                                                     "codeExecutionResult",
                                                     "thought",
                                                     "thoughtSignature",
                                                     "videoMetadata",
                                                     "mediaResolution"};
  if (auto no = check_proto(part, place.path, members)) {
    return no;
  }
  bool thought = false;
  if (const auto value = proto_member(part, "thought");
      value && value->get(thought) != simdjson::SUCCESS) {
    return bad_value(place.path + ".thought", "a boolean");
  }
  for (const auto& [name, read] : kinds) {
    std::optional<dom::object> data;
    if (auto no = read_proto_object(part, name, place.path, data)) {
      return no;
    }
    if (data) {
      return read(*data, part, place);
    }
  }
  if (const auto text = proto_text(part, "text")) {
    return read_text(*text, thought, place);
  }
  return google_error(400, "* GenerateContentRequest." + place.path +
                               ".data: required oneof field 'data' must have "
                               "one initialized field");
}

} // namespace

refusal read_content_parts(dom::object content, content_reading& c,
                           dialogue& d) {
  std::optional<dom::array> parts;
  if (auto no = read_proto_array(content, "parts", c.path, parts)) {
    return no;
  }
  if (!parts || parts->size() == 0) {
    return google_error(400, "* GenerateContentRequest." + c.path
                                 + ".parts: contents.parts must not be empty.");
  }
  std::size_t i = 0;
  for (const auto element : *parts) {
    part_place place{indexed(c.path + ".parts", i++), c, d};
    const auto part = object_of(element);
    if (!part) {
      return bad_value(place.path, "an object");
    }
    if (auto no = read_part(*part, place)) {
      return no;
    }
  }
  return std::nullopt;
}

} // namespace bellwether::simulator
