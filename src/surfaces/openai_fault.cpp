#include "surfaces/openai_fault.hpp"

#include "providers/json_members.hpp"

namespace bellwether::surfaces {

void append_openai_fault(const stream_fault& why, std::string& out) {
  out += R"(data: {"error":{"message":)";
  out += providers::json_quote(why.message);
  out += R"(,"type":)" + providers::json_quote(why.type);
  out += R"(,"param":null,"code":)";
  out += providers::json_quote(why.code);
  out += R"(,"usage":{"prompt_tokens":)" + std::to_string(why.so_far.prompt);
  out += R"(,"completion_tokens":)" + std::to_string(why.so_far.completion);
  out += R"(,"total_tokens":)" + std::to_string(why.so_far.total());
  out += R"(,"estimated":true}}})";
  out += "\n\n";
}

} // namespace bellwether::surfaces
