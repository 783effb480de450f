#pragma once

#include "providers/codec.hpp"
#include "providers/openai/dialect.hpp"
#include "providers/openai/json_pieces.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::providers {

/// A caller's request on its way into a dialect: what its members say, and what
/// is to become of them. A view of both arguments.
class request_draft {
public:
  request_draft(std::string_view body, const target& to);

  const target& to() const { return to_; }
  std::string_view body() const { return body_; }

  /// The last value of that name; "" if there is none or it is null.
  std::string_view operator[](std::string_view name) const;

  void set(std::string_view name, std::string value) {
    edits_.set(name, std::move(value));
  }

  /// Takes the member out if it is there.
  void leave_out(std::string_view name);

  /// The same, and tells the caller if it was not null.
  void give_up(std::string_view name);

  /// Cuts a limit of that name to what the model can write.
  void bound(std::string_view name);

  /// The same for a dialect that knows only one of the two names for it: the
  /// other's value goes there, of both the newer one's.
  void keep_one_limit(std::string_view name);

  encoded finish() &&;

private:
  struct found_member {
    json_member text;
    bool escaped = false; ///< the key: what it means takes a closer look

    bool is(std::string_view name) const {
      return escaped ? key_means(text.key, name) : text.key == name;
    }
  };

  std::string_view body_;
  const target& to_;
  std::vector<found_member> members_;
  json_edits edits_;
  std::vector<std::string> dropped_;
};

/// Fits the draft to what api.openai.com takes.
void adapt_to_openai(request_draft& draft);

/// Fits the draft to what every server takes.
void adapt_to_compatible(request_draft& draft);

/// Fits the draft to what DeepSeek takes. A failure of class unsupported names
/// what it cannot carry.
std::optional<domain::failure> adapt_to_deepseek(request_draft& draft);

/// Asks a stream for its usage, which pays the bill.
void ask_for_usage(request_draft& draft, openai_dialect dialect);

/// Temperature and top_p go if the traits say that the model takes none.
void give_up_sampling(request_draft& draft);

} // namespace bellwether::providers
