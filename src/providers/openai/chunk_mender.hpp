#pragma once

#include "providers/openai/chunk.hpp"
#include "providers/openai/json_pieces.hpp"
#include "providers/openai/mending.hpp"
#include "providers/openai/tool_calls.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::providers {

/// Gives the chunks of one stream OpenAI's strict shape. All of them share a
/// head: the first id, model and time that the provider says by then.
class chunk_mender {
public:
  explicit chunk_mender(mending by) : by_(by) {}

  /// To be told of every chunk, in their order.
  void see(const chunk_facts& facts);

  /// Whether a chunk with choices may pass as it is, but for its usage.
  bool may_pass(const chunk_facts& facts);

  /// The chunk without its usage, on one line.
  std::string mend(std::string_view chunk, const chunk_facts& facts);

  /// The usage chunk out of the chunk that says it.
  std::string usage_chunk(std::string_view chunk, const chunk_facts& facts);

  /// Chunks that finish the choices of a stream whose provider finished none.
  std::vector<std::string> endings();

private:
  struct choice_state {
    std::string index;
    call_pieces calls;
  };

  void settle_head();
  void mend_head(const chunk_facts& facts, json_edits& edits) const;
  std::string mend_choice(std::string_view choice, std::size_t place);
  std::string mend_delta(std::string_view delta, choice_state& state) const;
  choice_state& state_of(std::string_view index);

  mending by_;
  std::string id_;
  std::string model_;
  std::optional<std::int64_t> created_;
  bool settled_ = false;
  bool any_calls_ = false;
  std::vector<choice_state> choices_;
};

} // namespace bellwether::providers
