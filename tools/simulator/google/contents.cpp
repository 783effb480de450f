#include "simulator/google/contents.hpp"

#include "simulator/google/models.hpp"
#include "simulator/google/parts.hpp"
#include "simulator/signature.hpp"

#include <algorithm>
#include <array>

namespace bellwether::simulator {

namespace dom = simdjson::dom;

namespace {

constexpr std::array<std::string_view, 2> content_members{"role", "parts"};

class content_reader {
public:
  content_reader(std::string_view model, std::uint64_t seed, dialogue& d)
      : signed_{needs_signatures(model)}, seed_{seed}, dialogue_{d} {}

  refusal read(dom::element element) {
    content_reading now;
    now.number = number_++;
    now.path = indexed("contents", now.number);
    const auto content = object_of(element);
    if (!content) {
      return bad_value(now.path, "an object");
    }
    const auto role = proto_text(*content, "role").value_or("user");
    if (role != "user" && role != "model") {
      return google_error(400, "Please use a valid role: user, model.");
    }
    now.model = role == "model";
    auto no = first_bad(
        [&] { return check_proto(*content, now.path, content_members); },
        [&] { return read_content_parts(*content, now, dialogue_); },
        [&] { return check_answers(now); }, [&] { return check_calls(now); });
    after_model_ = now.model;
    return no;
  }

  refusal end() const {
    if (number_ == 0) {
      return google_error(
          400, "* GenerateContentRequest.contents: contents is not specified");
    }
    return open_.empty() ? std::nullopt : wrong_count();
  }

private:
  static refusal wrong_count() {
    return google_error(
        400,
        "Please ensure that the number of function response parts is equal to "
        "the number of function call parts of the function call turn.");
  }

  refusal check_answers(content_reading& now) {
    if (now.answered.size() != open_.size()) {
      return wrong_count();
    }
    for (const auto name : now.answered) {
      const auto at = std::ranges::find(open_, name);
      if (at == open_.end()) {
        return google_error(400, "The function response '" + std::string{name} +
                                     "' in " + now.path +
                                     " has the name of no function call of "
                                     "the turn before.");
      }
      open_.erase(at);
    }
    return std::nullopt;
  }

  refusal check_calls(const content_reading& now) {
    if (now.calls.empty()) {
      return std::nullopt;
    }
    if (now.number == 0 || after_model_) {
      return google_error(
          400,
          "Please ensure that function call turn comes immediately after a "
          "user turn or after a function response turn.");
    }
    // Of several calls at once only the first carries the signature.
    const auto signature = now.calls.front().signature;
    if (signed_ && signature != "skip_thought_signature_validator"
        && !is_opaque_signature(seed_, signature)) {
      return google_error(
          400, signature.empty()
                   ? "Function call is missing a thought_signature in "
                     "functionCall parts, in "
                         + now.path
                   : "Thought signature is not valid, in " + now.path);
    }
    for (const auto& call : now.calls) {
      open_.push_back(call.name);
    }
    return std::nullopt;
  }

  bool signed_;
  std::uint64_t seed_;
  dialogue& dialogue_;
  std::size_t number_ = 0;
  bool after_model_ = false;
  std::vector<std::string_view> open_; // names of calls without a response
};

/// Joins or notes the texts of a content that has nothing else.
template <class Note>
refusal read_texts(dom::object content, std::string_view path, Note note) {
  std::optional<dom::array> parts;
  auto no = first_bad(
      [&] { return check_proto(content, path, content_members); },
      [&] { return read_proto_array(content, "parts", path, parts); });
  if (no || !parts) {
    return no ? std::move(no)
              : bad_value(std::string{path} + ".parts", "a list");
  }
  for (const auto element : *parts) {
    const auto part = object_of(element);
    const auto text = part ? proto_text(*part, "text") : std::nullopt;
    if (!text) {
      return bad_value(std::string{path} + ".parts", "parts with text");
    }
    note(*text);
  }
  return std::nullopt;
}

} // namespace

refusal read_contents(dom::object root, std::string_view model,
                      std::uint64_t seed, dialogue& d) {
  std::optional<dom::object> system;
  std::optional<dom::array> contents;
  auto no = first_bad(
      [&] { return read_proto_object(root, "systemInstruction", "", system); },
      [&] {
        return system ? read_texts(*system, "system_instruction",
                                   [&](auto text) { d.add_text(text); })
                      : refusal{};
      },
      [&] { return read_proto_array(root, "contents", "", contents); });
  if (no) {
    return no;
  }
  content_reader reader{model, seed, d};
  for (const auto content : items_of(contents)) {
    if (auto wrong = reader.read(content)) {
      return wrong;
    }
  }
  return reader.end();
}

refusal read_embedded_content(dom::object request, std::string_view path,
                              std::string& text) {
  std::optional<dom::object> content;
  if (auto no = read_proto_object(request, "content", path, content)) {
    return no;
  }
  if (!content) {
    return google_error(400,
                        "* EmbedContentRequest.content: content is not "
                        "specified");
  }
  return read_texts(*content, std::string{path} + "content",
                    [&](auto piece) { text += piece; });
}

} // namespace bellwether::simulator
