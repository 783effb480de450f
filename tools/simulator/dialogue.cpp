#include "simulator/dialogue.hpp"

#include "simulator/hash.hpp"

#include <algorithm>
#include <array>

namespace bellwether::simulator {

namespace {

constexpr std::array<std::string_view, 3> media{"image", "document", "audio"};

bool has_json(std::string_view text) {
  constexpr std::string_view word = "json";
  const auto same = [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  };
  return !std::ranges::search(text, word, same).empty();
}

std::string described(const attachment& a) {
  return a.bytes == 0 ? a.type
                      : a.type + ", " + std::to_string(a.bytes) + " bytes";
}

} // namespace

void dialogue::add_text(std::string_view text) {
  hash_ = hash_text(hash_, text);
  bytes_ += text.size();
  characters_ +=
      static_cast<std::size_t>(std::ranges::count_if(text, [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
      }));
  texts_.push_back(text);
}

void dialogue::add_user_text(std::string_view text, std::size_t message) {
  if (message != user_message_) {
    user_message_ = message;
    user_texts_.clear();
    results_.clear();
  }
  user_texts_.push_back(text);
  add_text(text);
}

void dialogue::add_result(std::string_view text) {
  results_.emplace_back(text);
  add_text(results_.back());
  texts_.pop_back(); // the copy may move
}

std::size_t dialogue::prompt_tokens() const {
  constexpr std::size_t characters_per_token = 4;
  return (characters_ + characters_per_token - 1) / characters_per_token;
}

bool dialogue::user_says(std::string_view phrase,
                         std::string_view& rest) const {
  for (const auto text : user_texts_) {
    if (const auto at = text.find(phrase); at != std::string_view::npos) {
      rest = text.substr(at + phrase.size());
      return true;
    }
  }
  return false;
}

bool dialogue::mentions_json() const {
  return std::ranges::any_of(texts_, has_json);
}

std::string dialogue::sights() const {
  std::string text;
  for (std::size_t kind = 0; kind < media.size(); ++kind) {
    std::size_t n = 0;
    std::string list;
    for (const auto& a : attachments_) {
      if (static_cast<std::size_t>(a.kind) == kind) {
        list.append(n++ == 0 ? "" : "; ").append(described(a));
      }
    }
    if (n > 0) {
      text.append(" It saw ").append(std::to_string(n)).append(" ");
      text.append(media[kind]).append(n == 1 ? " (" : "s (");
      text.append(list).append(").");
    }
  }
  return text;
}

} // namespace bellwether::simulator
