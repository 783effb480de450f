#include "simulator/anthropic/blocks.hpp"

#include "simulator/anthropic/sources.hpp"
#include "simulator/signature.hpp"

#include <algorithm>
#include <array>

namespace bellwether::simulator {

namespace dom = simdjson::dom;

namespace {

constexpr std::string_view empty_text = "text content blocks must be non-empty";

refusal read_text(dom::object block, const block_place& place, dialogue& d) {
  const auto text = text_member(block, "text");
  if (!text) {
    return field_required(inside(place.path, "text.text"));
  }
  if (text->empty()) {
    return anthropic_error(400, "messages: " + std::string{empty_text});
  }
  if (is_blank(*text)) {
    return anthropic_error(
        400, "messages: text content blocks must contain non-whitespace text");
  }
  if (place.role == "user") {
    d.add_user_text(*text, place.message);
  } else {
    d.add_text(*text);
  }
  return std::nullopt;
}

refusal check_id(std::optional<std::string_view> id, const std::string& path) {
  if (!id) {
    return field_required(path);
  }
  return is_identifier(*id)
             ? std::nullopt
             : invalid(path, "String should match pattern '^[a-zA-Z0-9_-]+$'");
}

refusal read_use(dom::object block, const block_place& place, dialogue&) {
  const auto input = member(block, "input");
  if (!text_member(block, "name")) {
    return field_required(inside(place.path, "tool_use.name"));
  }
  if (!input || !input->is_object()) {
    return invalid(inside(place.path, "tool_use.input"),
                   "Input should be a valid dictionary");
  }
  return check_id(text_member(block, "id"), inside(place.path, "tool_use.id"));
}

refusal read_result_part(dom::element element, const std::string& path,
                         std::string& text, dialogue& d) {
  const auto part = object_of(element);
  const auto type = part ? text_member(*part, "type") : std::nullopt;
  if (type == "image" || type == "document") {
    return read_source(*part, *type, path, d);
  }
  const auto said = type == "text" ? text_member(*part, "text") : std::nullopt;
  if (!said) {
    return invalid(path, "Input should be a text, image or document block");
  }
  text += *said;
  return said->empty()
             ? anthropic_error(400, "messages: " + std::string{empty_text})
             : refusal{};
}

refusal read_result(dom::object block, const block_place& place, dialogue& d) {
  if (auto no = check_id(text_member(block, "tool_use_id"),
                         inside(place.path, "tool_result.tool_use_id"))) {
    return no;
  }
  const auto content = member(block, "content");
  if (!content || content->is_string()) {
    d.add_result(content ? *text_of(*content) : "");
    return std::nullopt;
  }
  const auto parts = array_of(*content);
  const auto path = inside(place.path, "tool_result.content");
  if (!parts) {
    return invalid(path, "Input should be a valid string or list");
  }
  std::string text;
  std::size_t i = 0;
  for (const auto part : *parts) {
    if (auto no = read_result_part(part, dotted(path, i++), text, d)) {
      return no;
    }
  }
  d.add_result(text);
  return std::nullopt;
}

refusal read_thinking(dom::object block, const block_place& place, dialogue&) {
  const auto text = text_member(block, "thinking");
  const auto signature = text_member(block, "signature");
  if (!text || !signature) {
    return field_required(
        inside(place.path, text ? "thinking.signature" : "thinking.thinking"));
  }
  return *signature == sign(place.seed, *text)
             ? std::nullopt
             : invalid(place.path, "Invalid `signature` in `thinking` block");
}

refusal read_redacted(dom::object block, const block_place& place, dialogue&) {
  return is_opaque_signature(place.seed,
                             text_member(block, "data").value_or(""))
             ? std::nullopt
             : invalid(place.path,
                       "Invalid `data` in `redacted_thinking` block");
}

refusal read_image(dom::object block, const block_place& place, dialogue& d) {
  return read_source(block, "image", place.path, d);
}

refusal read_document(dom::object block, const block_place& place,
                      dialogue& d) {
  return read_source(block, "document", place.path, d);
}

struct block_row {
  std::string_view type;
  std::string_view role; // the one that may have it; "": both
  std::array<std::string_view, 6> members;
  refusal (*read)(dom::object, const block_place&, dialogue&);
};

constexpr auto blocks = std::to_array<block_row>({
    {"text", "", {"type", "text", "cache_control", "citations"}, read_text},
    {"image", "user", {"type", "source", "cache_control"}, read_image},
    {"document",
     "user",
     {"type", "source", "cache_control", "title", "context", "citations"},
     read_document},
    {"tool_use",
     "assistant",
     {"type", "id", "name", "input", "cache_control", "caller"},
     read_use},
    {"tool_result",
     "user",
     {"type", "tool_use_id", "content", "is_error", "cache_control"},
     read_result},
    {"thinking", "assistant", {"type", "thinking", "signature"}, read_thinking},
    {"redacted_thinking", "assistant", {"type", "data"}, read_redacted},
});

refusal check_cache_control(dom::object block, const std::string& path) {
  const auto value = member(block, "cache_control");
  if (!value) {
    return std::nullopt;
  }
  const auto control = object_of(*value);
  return control && text_member(*control, "type") == "ephemeral"
             ? std::nullopt
             : invalid(path + ".cache_control.type",
                       "Input should be 'ephemeral'");
}

/// The members that a row names; it is filled up with empty names.
std::span<const std::string_view> members_of(const block_row& row) {
  const auto n = std::ranges::count_if(
      row.members, [](std::string_view name) { return !name.empty(); });
  return {row.members.data(), static_cast<std::size_t>(n)};
}

} // namespace

refusal read_block(dom::element element, const block_place& place,
                   dialogue& d) {
  const auto block = object_of(element);
  const auto type = block ? text_member(*block, "type") : std::nullopt;
  if (!type) {
    return field_required(inside(place.path, "type"));
  }
  const auto* row = std::ranges::find(blocks, *type, &block_row::type);
  if (row == blocks.end()) {
    return invalid(place.path, "Input tag '" + std::string{*type} +
                                   "' found using 'type' does not match any "
                                   "of the expected tags");
  }
  if (!row->role.empty() && row->role != place.role) {
    return anthropic_error(400, place.path + ": `" + std::string{*type}
                                    + "` blocks are not allowed in `"
                                    + std::string{place.role} + "` messages");
  }
  return first_invalid(
      [&] {
        return check_members(*block, inside(place.path, *type),
                             members_of(*row));
      },
      [&] { return check_cache_control(*block, place.path); },
      [&] { return row->read(*block, place, d); });
}

refusal read_system_block(dom::element element, const std::string& path,
                          dialogue& d) {
  const auto block = object_of(element);
  if (!block || text_member(*block, "type") != "text") {
    return invalid(path + ".type", "Input should be 'text'");
  }
  const auto text = text_member(*block, "text");
  if (!text || text->empty()) {
    return invalid("system", empty_text);
  }
  d.add_text(*text);
  return first_invalid(
      [&] { return check_members(*block, path, members_of(blocks.front())); },
      [&] { return check_cache_control(*block, path); });
}

std::string_view type_of(dom::element block) {
  const auto object = object_of(block);
  return object ? text_member(*object, "type").value_or("") : "";
}

} // namespace bellwether::simulator
