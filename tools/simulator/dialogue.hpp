#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::simulator {

enum class medium : std::uint8_t { image, document, audio };

/// Something in a message that is not text.
struct attachment {
  medium kind = medium::image;
  std::string type; ///< "image/png", or the address of what came by reference
  std::size_t bytes = 0; ///< 0: by reference
};

/// What is gathered while the messages of a request are read, whatever their
/// format. Views live as long as the parsed request.
class dialogue {
public:
  /// A text that nobody's orders are looked for in.
  void add_text(std::string_view text);

  /// A text of the user in the message with that number.
  void add_user_text(std::string_view text, std::size_t message);

  /// What a tool answered.
  void add_result(std::string_view text);

  void add_attachment(attachment a) { attachments_.push_back(std::move(a)); }

  std::uint64_t hash() const { return hash_; }
  std::size_t prompt_tokens() const;
  std::size_t bytes() const { return bytes_; } ///< of all texts

  /// Whether the last user message has a text with `phrase`; `rest` is what
  /// follows it.
  bool user_says(std::string_view phrase, std::string_view& rest) const;

  /// Whether any text has the word "json".
  bool mentions_json() const;

  /// The tools' answers since the last user message, in order.
  const std::vector<std::string>& results() const { return results_; }

  /// " It saw 1 image (image/png, 68 bytes)." and so on; "" for nothing.
  std::string sights() const;

private:
  std::uint64_t hash_ = 0;
  std::size_t characters_ = 0;
  std::size_t bytes_ = 0;
  std::size_t user_message_ = static_cast<std::size_t>(-1);
  std::vector<std::string_view> user_texts_; // of the last user message
  std::vector<std::string_view> texts_;
  std::vector<std::string> results_;
  std::vector<attachment> attachments_;
};

} // namespace bellwether::simulator
