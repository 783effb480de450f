#include "providers/anthropic/messages.hpp"

#include "providers/anthropic/content.hpp"
#include "providers/anthropic/json_writer.hpp"
#include "providers/conversation_fields.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace bellwether::providers::anthropic {

namespace {

using speaker = turn::speaker;
using problem = std::optional<domain::failure>;

constexpr std::string_view wants_json =
    "Answer with one JSON object and nothing else: no text around it and no "
    "code fence.";

// Opens a conversation that does not begin with the user, which Anthropic does
// not take.
constexpr std::string_view stub = "Continue.";

// One message in the making. The results of tools come first in it: behind
// text Anthropic does not find them.
struct draft {
  bool assistant = false;
  array_writer results;
  array_writer blocks;
  std::string plain; ///< the text of the only block as JSON, if it is no more

  void add_text(const content_part& part) {
    if (is_blank(part.text))
      return;
    plain = blocks.empty() && part.cache_control.empty() ? json_quote(part.text)
                                                         : "";
    blocks.add(text_block(part.text, part.cache_control));
  }

  void add_block(std::string_view block) {
    plain.clear();
    blocks.add(block);
  }

  std::string take() {
    std::string content = std::move(plain);
    if (!results.empty() || content.empty()) {
      const auto others = blocks.empty() ? "" : blocks.take();
      if (!others.empty())
        results.add(std::string_view(others).substr(1, others.size() - 2));
      content = results.take();
    }
    return object_writer()
        .text("role", assistant ? "assistant" : "user")
        .json("content", content)
        .take();
  }
};

class message_list {
public:
  explicit message_list(bool thinking) : thinking_(thinking) {}

  problem add(const turn& said, const std::string& path) {
    switch (said.role) {
      case speaker::instructions:
        return std::nullopt;
      case speaker::tool:
        return add_result(said, path);
      case speaker::user:
        return says_something(said) ? add_user(said, path) : std::nullopt;
      case speaker::assistant:
        break;
    }
    if (says_something(said))
      add_assistant(said);
    return std::nullopt;
  }

  std::string take() {
    array_writer out;
    if (drafts_.empty() || drafts_.front().assistant) {
      draft first;
      first.plain = json_quote(stub);
      out.add(first.take());
    }
    for (auto& each : drafts_)
      out.add(each.take());
    return out.take();
  }

private:
  // Neighbours of the same role are one message.
  draft& draft_of(bool assistant) {
    if (drafts_.empty() || drafts_.back().assistant != assistant)
      drafts_.emplace_back().assistant = assistant;
    return drafts_.back();
  }

  problem add_result(const turn& said, const std::string& path) {
    auto block = tool_result_block(said, path, ids_);
    if (auto* failed = std::get_if<domain::failure>(&block))
      return std::move(*failed);
    draft_of(false).results.add(std::get<std::string>(block));
    return std::nullopt;
  }

  problem add_user(const turn& said, const std::string& path) {
    auto& into = draft_of(false);
    for (std::size_t i = 0; i < said.content.size(); ++i) {
      if (said.content[i].what == content_part::kind::text) {
        into.add_text(said.content[i]);
        continue;
      }
      auto block = block_of(said.content[i], item_path(path + ".content", i));
      if (auto* failed = std::get_if<domain::failure>(&block))
        return std::move(*failed);
      into.add_block(std::get<std::string>(block));
    }
    return std::nullopt;
  }

  void add_assistant(const turn& said) {
    auto& into = draft_of(true);
    const auto thoughts =
        thinking_ ? signed_blocks(said.thinking_blocks) : std::string{};
    if (!thoughts.empty())
      into.add_block(thoughts);
    for (const auto& part : said.content)
      into.add_text(part);
    for (const auto& call : said.calls)
      into.add_block(tool_use_block(call, ids_));
  }

  bool thinking_;
  tool_ids ids_;
  std::vector<draft> drafts_;
};

struct system_texts {
  array_writer blocks;
  std::string joined;
  bool marked = false;

  void add(std::string_view text, std::string_view cache_control) {
    if (is_blank(text))
      return;
    marked = marked || !cache_control.empty();
    blocks.add(text_block(text, cache_control));
    joined += joined.empty() ? "" : "\n\n";
    joined += text;
  }
};

} // namespace

bool says_something(const turn& said) {
  return !said.calls.empty()
         || std::any_of(said.content.begin(), said.content.end(),
                        [](const content_part& part) {
                          return part.what != content_part::kind::text
                                 || !is_blank(part.text);
                        });
}

std::string system_of(const conversation& c) {
  system_texts out;
  for (const auto& said : c.turns) {
    if (said.role != speaker::instructions)
      continue;
    for (const auto& part : said.content)
      out.add(part.text, part.cache_control);
  }
  if (c.format.what == answer_format::kind::json_object)
    out.add(wants_json, {});
  if (out.blocks.empty())
    return {};
  return out.marked ? out.blocks.take() : json_quote(out.joined);
}

std::variant<std::string, domain::failure> messages_of(const conversation& c,
                                                       bool thinking) {
  message_list out(thinking);
  for (std::size_t i = 0; i < c.turns.size(); ++i) {
    if (auto fault = out.add(c.turns[i], item_path("messages", i)))
      return *std::move(fault);
  }
  return out.take();
}

} // namespace bellwether::providers::anthropic
