#include "surfaces/messages/call_queue.hpp"

#include "surfaces/messages/message.hpp"

#include <algorithm>

namespace bellwether::surfaces::anthropic {

std::string_view object_scanner::take(std::string_view text) {
  if (!began_) {
    text.remove_prefix(
        std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    if (text.empty())
      return {};
    began_ = true;
    is_other_ = text.front() != '{';
  } else if (depth_ == 0) {
    return {};
  }
  if (is_other_)
    return {};
  std::size_t length = 0;
  do {
    pass(text[length++]);
  } while (depth_ > 0 && length < text.size());
  return text.substr(0, length);
}

void object_scanner::pass(char c) {
  if (escaped_) {
    escaped_ = false;
  } else if (c == '\\') {
    escaped_ = in_string_;
  } else if (c == '"') {
    in_string_ = !in_string_;
  } else if (!in_string_ && (c == '{' || c == '[')) {
    ++depth_;
  } else if (!in_string_ && (c == '}' || c == ']')) {
    --depth_;
  }
}

void call_queue::take(const call_fragment& fragment, block_writer& to,
                      std::string& out) {
  auto& one = find_or_add(fragment);
  if (one.id.empty())
    one.id = fragment.id;
  if (one.name.empty())
    one.name = fragment.name;
  if (one.extra_content.empty())
    one.extra_content = fragment.extra_content;
  one.waiting += one.arguments.take(fragment.arguments);
  advance(to, out);
}

void call_queue::finish(block_writer& to, std::string& out) {
  for (; at_ < calls_.size(); ++at_) {
    write(calls_[at_], to, out);
    to.close(out);
  }
}

// Some servers give every call the same index and only another id, others no
// index at all.
call_queue::call& call_queue::find_or_add(const call_fragment& fragment) {
  const auto same = [&fragment](const call& c) {
    const bool other_id =
        !fragment.id.empty() && !c.id.empty() && fragment.id != c.id;
    return !other_id && (!fragment.index || c.index == fragment.index);
  };
  const auto hit = std::find_if(calls_.rbegin(), calls_.rend(), same);
  if (hit != calls_.rend())
    return *hit;
  calls_.emplace_back().index = fragment.index;
  return calls_.back();
}

void call_queue::write(call& next, block_writer& to, std::string& out) {
  if (!next.open) {
    const auto id = call_id(next.id, message_, at_);
    to.open_call(call_head(id, next.name, next.extra_content), out);
    next.open = true;
  }
  if (!next.waiting.empty())
    to.arguments(next.waiting, out);
  next.waiting.clear();
}

void call_queue::advance(block_writer& to, std::string& out) {
  while (at_ < calls_.size() && !calls_[at_].name.empty()) {
    write(calls_[at_], to, out);
    if (!calls_[at_].arguments.complete())
      return;
    to.close(out);
    ++at_;
  }
}

} // namespace bellwether::surfaces::anthropic
