#include "simulator/bill.hpp"

#include <nlohmann/json.hpp>

namespace bellwether::simulator {

made_content& made_content::operator+=(const made_content& other) {
  tokens += other.tokens;
  text += other.text;
  thoughts += other.thoughts;
  calls += other.calls;
  return *this;
}

std::string_view name_of(bill_reason r) {
  switch (r) {
    case bill_reason::open:
      return "open";
    case bill_reason::answer:
      return "answer";
    case bill_reason::client_gone:
      return "client_gone";
    case bill_reason::cut:
      return "cut";
    case bill_reason::error_in_stream:
      return "error_in_stream";
    case bill_reason::refused:
      return "refused";
    case bill_reason::no_answer:
      return "no_answer";
    case bill_reason::free_of_charge:
      return "free";
  }
  return "unknown";
}

std::string_view name_of(told_usage t) {
  switch (t) {
    case told_usage::none:
      return "none";
    case told_usage::part:
      return "part";
    case told_usage::whole:
      return "whole";
  }
  return "unknown";
}

bool bill::billed() const {
  return why == bill_reason::answer || why == bill_reason::client_gone
         || why == bill_reason::cut || why == bill_reason::error_in_stream;
}

nlohmann::json to_json(const bill& b) {
  const auto charged = [&](std::size_t tokens) {
    return b.billed() ? tokens : 0;
  };
  return {{"billed", b.billed()},
          {"why", name_of(b.why)},
          {"prompt_tokens", charged(b.prompt_tokens)},
          {"cached_tokens", charged(b.cached_tokens)},
          {"cache_write_tokens", charged(b.cache_write_tokens)},
          {"completion_tokens", charged(b.made.tokens)},
          {"prompt_bytes", b.prompt_bytes},
          {"text_bytes", b.made.text},
          {"thought_bytes", b.made.thoughts},
          {"call_bytes", b.made.calls},
          {"head_sent", b.head_sent},
          {"usage_sent", name_of(b.told)}};
}

} // namespace bellwether::simulator
