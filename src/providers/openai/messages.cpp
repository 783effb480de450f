#include "providers/openai/messages.hpp"

#include "providers/openai/json_pieces.hpp"

namespace bellwether::providers {

namespace {

// A tool message whose images were taken out of it.
struct split_result {
  std::string texts;  ///< the parts that stay, as an array
  std::string images; ///< the others, separated by commas
};

split_result split_parts(std::string_view parts) {
  split_result out;
  out.texts = map_elements(parts, [&out](std::string_view part) {
    if (!says(value_of(part, "type"), "image_url"))
      return part;
    if (!out.images.empty())
      out.images += ',';
    out.images += part;
    return std::string_view{};
  });
  if (out.texts == "[]")
    out.texts = R"("The result is an image; it follows.")";
  return out;
}

// Builds the array anew. Images of tool results wait until the last result of
// their run: nothing may stand between a call's results.
class message_writer {
public:
  explicit message_writer(const message_rules& rules) : rules_(rules) {}

  void take(std::string_view message) {
    const bool is_result = says(value_of(message, "role"), "tool");
    if (!is_result)
      show_images();
    const auto made = rewritten(message);
    if (is_result && !rules_.has_tool_images)
      add(without_images(made));
    else
      add(made);
  }

  std::string finish() && {
    show_images();
    out_ += ']';
    return std::move(out_);
  }

private:
  void add(std::string_view message) {
    if (out_.size() > 1)
      out_ += ',';
    out_ += message;
  }

  void show_images() {
    if (images_.empty())
      return;
    add(R"({"role":"user","content":[)" + images_ + "]}");
    images_.clear();
  }

  std::string without_images(const std::string& result) {
    const auto content = value_of(result, "content");
    if (!is_array(content))
      return result;
    const auto parts = split_parts(content);
    if (parts.images.empty())
      return result;
    if (!images_.empty())
      images_ += ',';
    images_ += R"({"type":"text","text":"The result of the tool call )";
    images_ += inside_quotes(value_of(result, "tool_call_id"));
    images_ += R"(:"},)" + parts.images;
    json_edits edits;
    edits.replace("content", parts.texts);
    return edits.apply(result);
  }

  std::string rewritten(std::string_view message) const {
    json_edits edits;
    edits.drop("thinking_blocks");
    edits.drop("is_error");
    const auto calls = value_of(message, "tool_calls");
    if (rules_.reasoning == reasoning_replay::never
        || (rules_.reasoning == reasoning_replay::with_calls
            && !is_filled(calls)))
      edits.drop("reasoning_content");
    if (!rules_.keeps_extensions)
      drop_extensions(message, calls, edits);
    if (!rules_.has_developer && says(value_of(message, "role"), "developer"))
      edits.replace("role", R"("system")");
    return edits.apply(message);
  }

  static void drop_extensions(std::string_view message, std::string_view calls,
                              json_edits& edits) {
    edits.drop("cache_control");
    const auto content = value_of(message, "content");
    if (is_array(content))
      edits.replace("content", without_cache_control(content));
    if (is_array(calls)) {
      edits.replace(
          "tool_calls", map_elements(calls, [](std::string_view call) {
            return splice(call,
                          {{member_edit::kind::drop, "extra_content", {}}});
          }));
    }
  }

  const message_rules& rules_;
  std::string out_ = "[";
  std::string images_;
};

void look_at_parts(std::string_view parts, message_facts& out) {
  element_scanner scanner(parts);
  std::string_view part;
  while (scanner.next(part)) {
    const auto type = value_of(part, "type");
    out.images = out.images || says(type, "image_url");
    out.audio = out.audio || says(type, "input_audio");
    out.files = out.files || says(type, "file");
  }
}

} // namespace

std::string rewrite_messages(std::string_view messages,
                             const message_rules& rules) {
  message_writer writer(rules);
  element_scanner scanner(messages);
  std::string_view message;
  while (scanner.next(message))
    writer.take(message);
  return std::move(writer).finish();
}

std::string without_cache_control(std::string_view objects) {
  return map_elements(objects, [](std::string_view object) {
    return splice(object, {{member_edit::kind::drop, "cache_control", {}}});
  });
}

message_facts look_at_messages(std::string_view messages) {
  message_facts out;
  element_scanner scanner(messages);
  std::string_view message;
  while (scanner.next(message)) {
    look_at_parts(value_of(message, "content"), out);
    // An empty reasoning is one, too: some calls need no thought.
    if (is_filled(value_of(message, "tool_calls"))
        && !is_string(value_of(message, "reasoning_content")))
      out.calls_without_reasoning = true;
  }
  return out;
}

} // namespace bellwether::providers
