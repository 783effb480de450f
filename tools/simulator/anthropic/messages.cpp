#include "simulator/anthropic/messages.hpp"

#include "simulator/anthropic/blocks.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace bellwether::simulator {

namespace dom = simdjson::dom;

namespace {

std::string listed(const std::vector<std::string_view>& ids) {
  std::string text;
  for (const auto id : ids) {
    text.append(text.empty() ? "" : ", ").append(id);
  }
  return text;
}

class message_reader {
public:
  message_reader(const message_rules& rules, dialogue& d)
      : rules_{rules}, dialogue_{d} {}

  refusal read(dom::element element) {
    constexpr std::array<std::string_view, 2> members{"role", "content"};
    path_ = dotted("messages", number_);
    const auto message = object_of(element);
    if (!message) {
      return invalid(path_, "Input should be a valid dictionary");
    }
    const auto role = text_member(*message, "role");
    if (role != "user" && role != "assistant") {
      return invalid(path_ + ".role", "Input should be 'user' or 'assistant'");
    }
    if (number_ == 0 && *role != "user") {
      return anthropic_error(
          400, R"(messages: first message must use the "user" role)");
    }
    role_ = *role;
    auto no = first_invalid(
        [&] { return check_members(*message, path_, members); },
        [&] { return read_content(member(*message, "content")); });
    ++number_;
    return no;
  }

  refusal end() const {
    if (number_ == 0) {
      return invalid("messages", "at least one message is required");
    }
    if (role_ == "assistant" && !rules_.prefill) {
      return anthropic_error(
          400,
          "This model does not support assistant message prefill. The "
          "conversation must end with a user message.");
    }
    if (!open_.empty()) {
      return unanswered(number_ - 1);
    }
    return rules_.thinking && !thoughtless_.empty()
               ? invalid(thoughtless_,
                         "Expected `thinking` or `redacted_thinking`, but "
                         "found `tool_use`. When `thinking` is enabled, a "
                         "final `assistant` message must start with a thinking "
                         "block")
               : std::nullopt;
  }

private:
  refusal unanswered(std::size_t message) const {
    return anthropic_error(
        400, dotted("messages", message) +
                 ": tool_use ids were found without tool_result blocks "
                 "immediately after: " +
                 listed(open_) +
                 ". Each tool_use block must have a corresponding "
                 "tool_result block in the next message.");
  }

  refusal read_content(std::optional<dom::element> content) {
    if (!content) {
      return field_required(path_ + ".content");
    }
    if (const auto text = text_of(*content)) {
      return read_text(*text);
    }
    const auto blocks = array_of(*content);
    if (!blocks) {
      return invalid(path_ + ".content",
                     "Input should be a valid string or list");
    }
    if (blocks->size() == 0 && role_ == "user") {
      return invalid(path_, "all messages must have non-empty content");
    }
    return first_invalid(
        [&] { return answer_calls(*blocks); },
        [&] { return read_blocks(*blocks); },
        [&] { return role_ == "assistant" ? open_calls(*blocks) : refusal{}; });
  }

  refusal read_text(std::string_view text) {
    if (text.empty()) {
      return invalid(path_, "all messages must have non-empty content");
    }
    if (!open_.empty()) {
      return unanswered(number_ - 1);
    }
    if (role_ == "user") {
      dialogue_.add_user_text(text, number_);
      thoughtless_.clear();
    } else {
      dialogue_.add_text(text);
    }
    return std::nullopt;
  }

  /// The results at the start of a user message answer the calls before it:
  /// all of them, and there are no others.
  refusal answer_calls(dom::array blocks) {
    bool leading = true;
    std::size_t i = 0;
    for (const auto block : blocks) {
      const bool result = type_of(block) == "tool_result";
      leading = leading && result;
      if (result) {
        const auto id =
            text_member(*object_of(block), "tool_use_id").value_or("");
        const auto at = std::ranges::find(open_, id);
        if (at == open_.end()) {
          return unexpected_result(i, id);
        }
        if (leading) {
          open_.erase(at);
        }
      }
      ++i;
    }
    return open_.empty() ? std::nullopt : unanswered(number_ - 1);
  }

  refusal unexpected_result(std::size_t block, std::string_view id) const {
    return invalid(dotted(path_ + ".content", block),
                   "unexpected tool_use_id found in tool_result blocks: " +
                       std::string{id} +
                       ". Each tool_result block must have a corresponding "
                       "tool_use block in the previous message.");
  }

  refusal read_blocks(dom::array blocks) {
    block_place place{
        .path = {}, .role = role_, .message = number_, .seed = rules_.seed};
    std::size_t i = 0;
    for (const auto block : blocks) {
      place.path = dotted(path_ + ".content", i++);
      if (auto no = read_block(block, place, dialogue_)) {
        return no;
      }
      // A question ends the loop of calls that thoughts belong to.
      if (role_ == "user" && type_of(block) != "tool_result") {
        thoughtless_.clear();
      }
    }
    return std::nullopt;
  }

  refusal open_calls(dom::array blocks) {
    for (const auto block : blocks) {
      if (type_of(block) != "tool_use") {
        continue;
      }
      const auto id = *text_member(*object_of(block), "id");
      if (std::ranges::find(seen_, id) != seen_.end()) {
        return anthropic_error(400, "messages: `tool_use` ids must be unique");
      }
      seen_.push_back(id);
      open_.push_back(id);
    }
    if (!open_.empty() && thoughtless_.empty()
        && !type_of(blocks.at(0).value_unsafe()).ends_with("thinking")) {
      thoughtless_ = path_ + ".content.0.type";
    }
    return std::nullopt;
  }

  const message_rules& rules_;
  dialogue& dialogue_;
  std::size_t number_ = 0;
  std::string path_;
  std::string_view role_;
  std::vector<std::string_view> open_; // ids without a result
  std::vector<std::string_view> seen_;
  std::string thoughtless_; // the place of calls without a thought
};

} // namespace

refusal read_anthropic_messages(dom::object root, const message_rules& rules,
                                dialogue& d) {
  const auto value = member(root, "messages");
  if (!value) {
    return field_required("messages");
  }
  const auto messages = array_of(*value);
  if (!messages) {
    return invalid("messages", "Input should be a valid list");
  }
  message_reader reader{rules, d};
  for (const auto message : *messages) {
    if (auto no = reader.read(message)) {
      return no;
    }
  }
  return reader.end();
}

} // namespace bellwether::simulator
